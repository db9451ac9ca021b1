"""Journal club: papers, read from pasted citations, each with its discussion under four questions."""
