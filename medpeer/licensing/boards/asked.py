"""What a manifest says, asked key by key; what is wrong with it gathers as faults instead of stopping at the first."""

import codecs
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)


class Asked:
    """A manifest as read from YAML. ``faults`` are sentences that start with the key they are about."""

    def __init__(self, top: Mapping[str, Any]) -> None:
        """Ask ``top``, the whole mapping."""
        self.top = top
        self.faults: list[str] = []

    def fault(self, key: str, advice: str) -> None:
        """Note what is wrong with a key."""
        self.faults.append(f"{key}: {advice}")

    def check_keys(self, section: str, given: Iterable[str], known: Iterable[str]) -> None:
        """Note each key that means nothing, with the one that was probably meant."""
        for key in given:
            if key not in tuple(known):
                path = f"{section} › {key}" if section else key
                self.fault(path, f"is no key of a manifest{_meant(key, known)}")

    def section(self, key: str) -> Mapping[str, Any]:
        """Return a mapping below the top; an empty one where there is none."""
        found = self.top.get(key) or {}
        if isinstance(found, dict):
            return found
        self.fault(key, "give a mapping, one key a line below it")
        return {}

    def text(self, key: str) -> str:
        """Return a text; empty where there is none."""
        found = self.top.get(key, "")
        if isinstance(found, str):
            return found.strip()
        self.fault(key, "give one text")
        return ""

    def words(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list; a text alone counts as a list of one."""
        found = self.top.get(key) or ()
        if isinstance(found, dict) or not all(isinstance(one, str) for one in found):
            self.fault(key, "give a list of words")
            return ()
        return (found,) if isinstance(found, str) else tuple(found)

    def word(self, key: str, target: type[E], usual: E) -> E:
        """Return a word of a closed set."""
        written = self.text(key)
        return self.member(key, written, target) if written else usual

    def member(self, path: str, written: object, target: type[E]) -> E:
        """Return what a word means in a closed set; the first of them stands in where it means nothing."""
        word = str(written).strip().casefold()
        if word in set(target):
            return target(word)
        self.fault(path, f"“{written}” is not one of {', '.join(target)}{_meant(word, target)}")
        return next(iter(target))

    def number(self, key: str, usual: int, most: int) -> int:
        """Return a whole number from 1 to ``most``."""
        written = self.text(key)
        if not written:
            return usual
        if written.isascii() and written.isdigit() and 1 <= int(written) <= most:
            return int(written)
        self.fault(key, f"give a whole number from 1 to {most:,}")
        return usual

    def encoding(self, written: str) -> str:
        """Return the name of an encoding that there is; plain UTF-8 also passes a mark at its start."""
        try:
            name = codecs.lookup(written).name
        except LookupError:
            self.fault("file › encoding", f"“{written}” is no encoding; utf-8-sig and cp1252 are usual")
            return "utf-8-sig"
        return "utf-8-sig" if name == "utf-8" else name


def _meant(written: str, known: Iterable[str]) -> str:
    near = get_close_matches(written.casefold(), list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
