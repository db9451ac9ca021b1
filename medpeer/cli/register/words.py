"""What every import says at its end."""


def settled_words(decided: int) -> str:
    """Return how many of the claims that waited a file has settled, as a sentence."""
    return (
        "One claim that waited is settled by it."
        if decided == 1
        else f"{decided:,} claims that waited are settled by it."
    )
