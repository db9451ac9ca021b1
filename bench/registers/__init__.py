"""Measures the import of register files."""
