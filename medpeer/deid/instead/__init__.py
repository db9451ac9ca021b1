"""What to write instead of a finding: words that fit the sentence and keep what medicine needs."""
