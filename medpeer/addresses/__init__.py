"""Changing the address of an account: both mailboxes have their say, and the old one can undo it for a while."""
