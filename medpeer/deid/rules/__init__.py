"""Rules: one module for each family of identifiers, all linear in the length of the text."""
