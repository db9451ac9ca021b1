"""Reports, decisions, takedown and purge of what members wrote."""
