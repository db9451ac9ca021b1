"""Surnames and places that medicine took for diseases, signs, scores, devices and trials, as folded lower-case words.

Surnames that very many people bear (Anderson, Murray) are left out unless medicine uses them daily: as names they must
be found. The list, ``data/eponyms.txt``, was written for this project.
"""

from importlib.resources import files
from typing import Final

EPONYMS: Final = frozenset((files("medpeer.deid") / "data" / "eponyms.txt").read_text(encoding="ascii").split())
