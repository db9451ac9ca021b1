"""Folding one word: Greek and diacritics to plain letters, British spelling to American, so that both sides agree.

What comes out is a key for comparing, not a spelling to show: a rule need not be right English, only never make two
words one that a physician keeps apart.
"""

import re
import unicodedata
from typing import Final

_GREEK: Final = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "ς": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
_LETTERS: Final = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_TABLE: Final = str.maketrans(_GREEK | _LETTERS)
# The sign of a millionth before a unit is typed as u where keyboards lack it.
_MICRO: Final = re.compile(r"\u03bc(?=(?:g|l|m|mol|s|v|kat|u)$)")

_BRITISH: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"oe(?=dem|soph|strog|strus|striol|stradiol)", "e"),
        (r"oea", "ea"),
        (r"(rrh|pn|f(?=oet)|c(?=oeli)|am(?=oeb)|hom(?=oeo))oe", r"\1e"),
        (r"ae$", "a"),
        (r"ae(?!r)", "e"),
        (r"([^aeiou])aer", r"\1er"),
        (r"([a-z]{3}|od)our(?=$|(?:s|ed|ing|al|able|less|ite)$)", r"\1or"),
        (r"(cent|calib|fib|lit|met|tit|goit|theat|sab|spect)re(?=s?$)", r"\1er"),
        (r"ly[sz](?:e|es|ed|er|ers|ing|is)$", "lys"),
        (r"([a-z]{3})is(?=(?:e|ed|es|ing|ation|ations)$)", r"\1iz"),
        (r"sulph", "sulf"),
        (r"([a-z]{3}[aeiou]l)l(?=(?:ed|ing|er|ers)$)", r"\1"),
        (r"([a-z]{3})ogue(?=s?$)", r"\1og"),
    )
)


def fold(word: str) -> str:
    """Return ``word`` in lower case with plain letters: ``Sjögren`` gives ``sjogren``, ``11β`` gives ``11beta``."""
    if word.isascii():
        return word.lower()
    lowered = unicodedata.normalize("NFKC", word).casefold()
    plain = _MICRO.sub("u", lowered).translate(_TABLE)
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_TABLE)


def americanise(word: str) -> str:
    """Return a folded word in the one spelling kept: ``haemoglobin`` gives ``hemoglobin``, ``tumour`` ``tumor``."""
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word
