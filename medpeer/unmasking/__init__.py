"""Unmasking: two people, a reason from a closed list, an entry in the audit log and a word to the member."""
