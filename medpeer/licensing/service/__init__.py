"""Every write to licensing, by noun. Services never commit."""
