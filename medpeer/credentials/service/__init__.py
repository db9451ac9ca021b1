"""Every write to credentials. Services never commit."""
