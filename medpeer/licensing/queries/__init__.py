"""Every read of licensing, by noun."""
