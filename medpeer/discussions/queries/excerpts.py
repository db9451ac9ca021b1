"""The first words of a case for lists: plain text from Markdown, cut at a word's end."""

import re
from typing import Final

EXCERPT_CHARS: Final = 170
SOURCE_CHARS: Final = 600
"""As much of the text as is read from the database for an excerpt."""

_TABLE_LINES: Final = re.compile(r"^\s*\|.*$|^\s*[-#>*]+\s", re.MULTILINE)
_MARKS: Final = re.compile(r"[*_`~]|\]\([^)]*\)|\[")
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s+\S)")


def excerpt(markdown: str) -> str:
    """Return the first sentences of ``markdown`` that fit ``EXCERPT_CHARS``, or its first words and an ellipsis."""
    plain = " ".join(_MARKS.sub("", _TABLE_LINES.sub("", markdown)).split())
    if len(plain) <= EXCERPT_CHARS:
        return plain
    head = plain[:EXCERPT_CHARS]
    ends = [match.end() for match in _SENTENCE_END.finditer(plain[: EXCERPT_CHARS + 1])]
    if ends and ends[-1] > EXCERPT_CHARS // 2:
        return plain[: ends[-1]]
    return head.rsplit(" ", 1)[0].rstrip(",;:–-") + "…"
