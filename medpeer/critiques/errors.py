"""What the journal club refuses with."""

from medpeer.core.errors import ConflictError, InvalidInputError


class UnreadableCitationError(InvalidInputError):
    """Nothing of use was found in what was pasted."""

    code = "critiques.unreadable_citation"

    def __init__(self, advice: str) -> None:
        """Keep ``advice``; the field at fault is the paste box."""
        super().__init__(advice, field="citation")


def several(count: int) -> str:
    """Return the advice for a paste of ``count`` references."""
    return f"This holds {count} references. Paste one at a time."


class DuplicatePaperError(ConflictError):
    """The paper is here already; ``paper_id`` says where, unless it is hidden at present."""

    code = "critiques.duplicate_paper"

    def __init__(self, paper_id: int | None) -> None:
        """Keep where it is."""
        there = "Join its discussion instead." if paper_id else "It is hidden while a moderator looks at it."
        super().__init__(f"This paper is in the journal club already. {there}")
        self.paper_id = paper_id
