"""Live rooms, one a specialty: membership by handle or name, messages in a gapless order, what each person has read."""
