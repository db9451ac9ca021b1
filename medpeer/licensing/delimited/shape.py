"""What a file looks like before anything in it is understood."""

from dataclasses import dataclass
from typing import Final

QUOTED_DELIMITERS: Final = frozenset({",", ";"})


@dataclass(frozen=True, slots=True)
class Shape:
    """Delimiter, encoding and whether the first line names the columns."""

    delimiter: str = ","
    encoding: str = "utf-8-sig"
    has_header: bool = True

    @property
    def is_quoted(self) -> bool:
        """Whether quotes may hold a delimiter. Lists by pipe or tab write a quote as it stands, say in a nickname."""
        return self.delimiter in QUOTED_DELIMITERS
