"""What members do with their own account."""
