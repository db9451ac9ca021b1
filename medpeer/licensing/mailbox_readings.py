"""Reading a mailbox's letters as the parts of a person's name, in the ways institutions put them together. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from medpeer.deid.lexicon import FIRST, LAST, level, lexicon
from medpeer.licensing.mailbox_words import DESKS, ROLE_MARKS
from medpeer.licensing.names import PersonName, fold, spelling, usual_forms

_TITLES: Final = frozenset({"dr", "md", "do", "doc", "prof", "mbbs", "phd"})
_GENERATIONS: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
# F, L: first and last name whole; f, l, m: initials; x: an initial of a middle name that no register has; M: a middle
# name whole; c, k: the beginning of a last and a first name; T: a title; G: the person's own generation.
_CLASSIC: Final = re.compile(
    r"""(?:T\.?)*(?:G\.)?
    (?:[FM]\.?(?:[mM]\.?)?L | [FM](?:x|\.x\.?)L | f\.?(?:[mMx]\.?)?L | L(?:\.?[FMf](?:\.?[mMx])?)?
    | F(?:\.?[mM])? | F\.?l | Fc
    | (?:fm?)?c | c(?:fm?|k) | f\.?(?:m\.?)?l | lfm?)
    (?:\.?G)?(?:\.?T)*""",
    re.VERBOSE,
)
_INITIALS: Final = re.compile(r"[flm.]+")
_WRITTEN_OUT: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_MAX_WAYS: Final = 300
_MAX_WORDS: Final = 4
_CUT_CHARS: Final = range(6, 9)
"""How long a cut account name is: old systems allow eight letters."""
_LEAST_CUT: Final = 3
_WIDE: Final = 2
_EVERYDAY: Final = 3
_Pieces = dict[str, frozenset[str]]
_Reading = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Token:
    """Letters that stand together, as read: the kinds of their pieces, and the pieces."""

    kinds: str
    pieces: tuple[str, ...]

    def text(self, start: int = 0, end: int | None = None) -> str:
        """Return the letters of the pieces from ``start`` to ``end``."""
        return "".join(self.pieces[start:end])


def is_everyday_name(word: str) -> bool:
    """Tell whether a word is one of the few thousand first and last names that most people have."""
    return _has_level(word, _EVERYDAY, FIRST, LAST)


def is_own_name(words: list[str], names: tuple[PersonName, ...]) -> bool:
    """Tell whether the words of a mailbox are put together from the parts of one of ``names``, in a usual way."""
    text = ".".join(words)
    middles = frozenset(word for name in names for word in _middles(name))
    initials = {*(word[0] for word in middles), *(word[0] for name in names for word in fold(name.last).split())}
    common = {
        "m": frozenset(initials),
        "M": frozenset(form for name in names for form in _middle_names(name) if len(form) > 1),
        "x": frozenset() if middles else frozenset("abcdefghijklmnopqrstuvwxyz"),
        "T": _TITLES,
        "G": frozenset(word for name in names for word in _generations(name)),
    }
    return any(_is_built(text, common | _pieces(name)) for name in names)


def _middles(name: PersonName) -> list[str]:
    return [*fold(name.first).split()[1:_MAX_WORDS], *fold(name.middle).split()[:_MAX_WORDS]]


def _middle_names(name: PersonName) -> set[str]:
    """Return whole middle names. Of first names only those behind an initial: anybody may type a second one."""
    first, *more = fold(name.first).split()[:_MAX_WORDS] or [""]
    return _spellings(name.middle.split()[:_MAX_WORDS]) | (_spellings(more) if len(first) == 1 else set())


def _generations(name: PersonName) -> frozenset[str]:
    return frozenset(re.findall("[a-z]+", f"{name.last} {name.suffix}".casefold()[-_MAX_WORDS * 8 :])) & _GENERATIONS


def _pieces(name: PersonName) -> _Pieces:
    """Return what stands for each kind of piece in somebody's mailbox.

    A second first name counts with the one before it, as people may type one that no register has.
    """
    first, last = _written_words(name.first), _written_words(name.last)
    forms = usual_forms(name.first)
    more = _middles(name) if len(fold(name.first).partition(" ")[0]) == 1 else []
    whole = _long(forms | _spellings(first[:1]) | _joined(first))
    runs = [last[start:end] for start in range(len(last)) for end in range(start + 1, len(last) + 1)]
    lasts = _long({form for run in runs for form in _joined(run)})
    return {
        "F": whole,
        "L": lasts,
        "f": frozenset(word[0] for word in {*forms, *more}),
        "l": frozenset(word[0] for word in fold(name.last).split()),
        "c": frozenset(form[:end] for form in lasts if "." not in form for end in range(_LEAST_CUT, len(form))),
        "k": frozenset(form[:end] for form in whole for end in (2, 3) if "." not in form and end < len(form)),
    }


def _written_words(part: str) -> list[str]:
    """Return the words of a name with their marks; titles before it and suffixes aside."""
    words = [word for word in re.split(r"[\s-]+", part)[: _MAX_WORDS + 1] if fold(word)]
    kept = fold(" ".join(words)).split()
    while words and kept and fold(words[0]) in _TITLES and fold(words[0]) != kept[0]:
        words = words[1:]
    return words[: len(kept)][:_MAX_WORDS]


def _joined(words: list[str]) -> set[str]:
    whole = " ".join(words)
    separated = {".".join(map(fold, words)), ".".join(map(spelling, words)), fold(whole)}
    return {form.replace(" ", ".") for form in separated} | _spellings(["".join(words), whole])


def _spellings(words: Iterable[str]) -> set[str]:
    """Return words without marks, with umlauts written as one letter, and as two."""
    return {form.replace(" ", "") for word in words for form in _forms(word)}


def _forms(word: str) -> set[str]:
    return {fold(word), spelling(word), fold(word.lower().translate(_WRITTEN_OUT))}


def _long(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(form for form in forms if len(form) > 1)


def _is_built(text: str, pieces: _Pieces) -> bool:
    # Those tried last are the likeliest: whole names.
    ordered = [(kind, one) for kind in "xklcmfGTMFL" for one in sorted(pieces[kind])]
    return any(_is_sound(reading) for reading in _readings(text, ordered))


def _readings(text: str, pieces: list[tuple[str, str]]) -> Iterator[_Reading]:
    """Yield each way to read ``text`` as pieces of a name; a separator is a piece of the kind ".".

    Names are typed by strangers, so the ways tried are bounded: the rest of a hopeless one says nothing.
    """
    open_ways: list[tuple[int, _Reading]] = [(0, ())]
    tried = 0
    while open_ways and tried < _MAX_WAYS:
        place, way = open_ways.pop()
        tried += 1
        if place == len(text):
            yield way
        elif text[place] == ".":
            open_ways.append((place + 1, (*way, (".", "."))))
        elif len(way) < 2 * _MAX_WORDS:
            open_ways += [(place + len(one[1]), (*way, one)) for one in pieces if text.startswith(one[1], place)]


def _is_sound(reading: _Reading) -> bool:
    """Tell whether a reading is one of the classic ways, and none of its words is another's name or mark."""
    kinds = "".join(kind for kind, _ in reading)
    if not _CLASSIC.fullmatch(kinds):
        return False
    if _INITIALS.fullmatch(kinds):
        word = "".join(piece for _, piece in reading if piece != ".")
        return word not in ROLE_MARKS | DESKS
    return not any(is_anothers(token) for token in _tokens(reading) for is_anothers in _ANOTHERS)


def _tokens(reading: _Reading) -> Iterator[_Token]:
    """Yield what stands between separators, titles aside."""
    run: list[tuple[str, str]] = []
    for kind, piece in (*reading, (".", ".")):
        if kind != ".":
            run += [(kind, piece)] if kind not in {"T", "G"} else []
        elif run:
            yield _Token("".join(kind for kind, _ in run), tuple(piece for _, piece in run))
            run = []


def _is_longer_first_name(token: _Token) -> bool:
    """Tell whether a letter behind a whole first name makes another name of it: Robert, Roberta."""
    found = re.search(r"[FM][lmxc]", token.kinds)
    return found is not None and _has_level(token.text(found.start(), found.end()), _WIDE, FIRST, LAST)


def _is_longer_last_name(token: _Token) -> bool:
    """Tell whether a letter behind a whole last name makes another name of it: Wood, Woods."""
    return token.kinds.startswith("Lf") and (
        _has_level(token.text(0, 2), _EVERYDAY, LAST) or _has_level(token.text(0, 2), _WIDE, FIRST)
    )


def _is_wrongly_cut(token: _Token) -> bool:
    """Tell whether a cut last name is too short, or is a last name itself."""
    place = token.kinds.find("c")
    if place < 0 or "F" in token.kinds:
        return False
    cut, whole = token.pieces[place], token.text()
    is_named = _has_level(whole, _WIDE, FIRST, LAST)
    is_full = len(whole) == _CUT_CHARS[-1]
    if token.kinds == "c":
        return is_named or not is_full
    is_short = len(cut) <= _LEAST_CUT or len(whole) not in _CUT_CHARS
    is_usual_cut = is_full and token.kinds.startswith("f")
    return is_named or is_short or (is_everyday_name(cut) and not is_usual_cut)


def _is_mark(token: _Token) -> bool:
    """Tell whether initials are a profession, an address or a short name instead: "rn", "mr", "jo"."""
    found = re.search(r"f[mx]", token.kinds)
    if found is None:
        return False
    initials = token.text(found.start(), found.end())
    is_free = "x" in found[0]
    return (is_free and _has_level(initials, _WIDE, FIRST)) or (
        initials in ROLE_MARKS and (is_free or len(token.kinds) == len(found[0]))
    )


def _has_level(word: str, least: int, *fields: int) -> bool:
    value = lexicon().get(word, 0)
    return any(level(value, field) >= least for field in fields)


_ANOTHERS: Final[tuple[Callable[[_Token], bool], ...]] = (
    _is_longer_first_name,
    _is_longer_last_name,
    _is_wrongly_cut,
    _is_mark,
)
