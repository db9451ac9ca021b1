"""A finding in its sentence: what stands before and after it, and how a phrase is fitted in there."""

from dataclasses import dataclass
from typing import Any, Final

import re2

from medpeer.deid.normal import matchable
from medpeer.deid.values import Span

_BEFORE_CHARS: Final = 80
_AFTER_CHARS: Final = 50
_ARTICLE: Final = re2.compile(r"(?i)^(?:an?|the) ")
_OWN_ARTICLE: Final = re2.compile(r"(?i)\b(?:an?|the)\s+$")
_OTHER_DETERMINER: Final = re2.compile(r"(?i)\b(?:our|my|your|his|her|their|its|another|'s|\x{2019}s)\s+$")
_SENTENCE_END: Final = re2.compile(r"(?:^|[^\s.]{2}[.!?]['\")\x{2019}\x{201d}]*\s+|\n\s*(?:[-*\x{2022}]\s*)?)$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What to write over ``[start, end)``, a range that holds the finding and what belongs to it in the sentence."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Around:
    """One finding and the text that may be written over with it: not before ``floor``, not from ``ceiling`` on."""

    text: str
    span: Span
    floor: int
    ceiling: int

    @property
    def words(self) -> str:
        """Give what was found."""
        return self.text[self.span.start : self.span.end]

    @property
    def before(self) -> str:
        """Give what leads to the finding, at most 80 characters of it, from the finding before on."""
        return self.text[max(self.floor, self.span.start - _BEFORE_CHARS) : self.span.start]

    @property
    def after(self) -> str:
        """Give what follows the finding, at most 50 characters of it, up to the next finding."""
        return self.text[self.span.end : min(self.ceiling, self.span.end + _AFTER_CHARS)]

    def led_by(self, pattern: Any) -> Any:
        """Give the hit of a pattern in what leads to the finding, ``None`` without one."""
        return pattern.search(matchable(self.before))

    def followed_by(self, pattern: Any) -> Any:
        """Give the hit of a pattern in what follows the finding, ``None`` without one."""
        return pattern.search(matchable(self.after))

    def phrase(self, words: str, *, more_before: int = 0, more_after: int = 0) -> Phrase:
        """Write ``words`` over the finding and so many characters beside it; article and capital fit the sentence."""
        start, end = self.span.start - more_before, self.span.end + more_after
        start, words = self._with_article(start, words)
        if self._opens_sentence(start) and self.text[start : start + 1].isupper():
            words = words[:1].upper() + words[1:]
        return Phrase(start, end, words)

    def _with_article(self, start: int, words: str) -> tuple[int, str]:
        """Take an article that stands before into the range; leave out the phrase's own behind "our"."""
        lead = matchable(self.text[max(self.floor, start - 12) : start])
        own = _OWN_ARTICLE.search(lead)
        if not _ARTICLE.search(words):
            return start, words
        if own:
            return start - len(own.group()), words
        if _OTHER_DETERMINER.search(lead) or (lead.endswith(" ") and self._follows_possessive(start)):
            return start, _ARTICLE.sub("", words)
        return start, words

    def _follows_possessive(self, start: int) -> bool:
        """Say whether an 's stands before, of a name that is a finding itself."""
        return self.text[max(0, start - 3) : start].rstrip()[-2:] in {"'s", "\u2019s"}

    def _opens_sentence(self, start: int) -> bool:
        """Say whether a sentence or a line begins at ``start``."""
        return bool(_SENTENCE_END.search(matchable(self.text[max(0, start - 12) : start])))
