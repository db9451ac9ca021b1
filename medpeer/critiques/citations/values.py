"""What is read from a reference."""

from dataclasses import dataclass

from medpeer.critiques.vocabulary import Design


@dataclass(frozen=True, slots=True)
class ParsedCitation:
    """One reference as read, unchecked: parts that were not found are empty or ``None``.

    Authors stand as "Surname, Given" or "Surname AB" or as a group's name; ``design`` is a guess from the title.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    journal: str = ""
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    design: Design | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts a person must still type in, in the order of the form."""
        parts = (("title", self.title), ("authors", self.authors), ("journal", self.journal), ("year", self.year))
        return tuple(name for name, value in parts if not value)
