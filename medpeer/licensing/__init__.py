"""Registers, licence claims, the evidence for and against them, and who decided what."""
