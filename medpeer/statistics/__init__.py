"""What the check did, in numbers: refusals, attestations, reports, decisions. Nothing of a person or a text."""
