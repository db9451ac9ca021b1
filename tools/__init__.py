"""Build and check tools of the project; not needed at run time."""
