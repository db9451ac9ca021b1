"""What others can learn of who stands behind a handle."""
