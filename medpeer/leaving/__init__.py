"""Deleting an account: a time to change one's mind, then the identity is destroyed and the threads stay readable."""
