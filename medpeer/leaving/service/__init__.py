"""Every write of leaving. Services never commit."""
