"""Physicians, their standing and roles, sign-in, device sessions and handles."""
