"""Spaces, threads and posts: case discussion, journal club and practice forums on one machinery."""
