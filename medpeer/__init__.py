"""medpeer: a network for verified physicians, with a de-identification gate before every write."""
