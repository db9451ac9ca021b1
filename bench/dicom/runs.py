"""Fills every attribute of the profile in a file of each modality, gives it to a tool, and says what became of each."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pydicom
from pydicom.dataset import Dataset

from bench.dicom.peers import TOOLS, quietly
from medpeer.imaging.dicom.profile import Entry
from tests.factories.canaries import fill, kept, tag_of
from tests.factories.dicom import file_of, image

MODALITIES: Final = ("CT", "MR", "CR", "DX", "US", "MG", "PT", "NM", "XA")
_PREAMBLE: Final = b"ZQPREAMBLE"
_TRAILER: Final = b"ZQTRAILER"
_WRITER: Final = "ZQWRITER"


class Fate(StrEnum):
    """What became of an attribute."""

    GONE = "gone"
    EMPTY = "empty"
    REPLACED = "replaced"
    KEPT = "KEPT"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """What one tool made of one modality: the fate of each attribute, and of what stands around the dataset."""

    tool: str
    modality: str
    fates: dict[Entry, Fate]
    around: dict[str, Fate]


def runs() -> Iterator[Run]:
    """Yield the run of each tool on each modality, all from the same files."""
    for modality in MODALITIES:
        dataset = image(modality)
        filled = fill(dataset)
        data = file_of(dataset, preamble=_PREAMBLE.ljust(128, b"!"), written_by=_WRITER) + _trailing()
        for tool in TOOLS:
            yield _run(tool, modality, data, filled)


def _run(tool: str, modality: str, data: bytes, filled: list[Entry]) -> Run:
    try:
        result = quietly(TOOLS[tool], data)
    except Exception:  # noqa: BLE001 - whatever a tool dies of, the table says so
        return Run(tool, modality, dict.fromkeys(filled, Fate.FAILED), {})
    again = pydicom.dcmread(io.BytesIO(result))
    left = set(kept(again, result, filled))
    fates = {entry: Fate.KEPT if entry in left else _fate(again, entry) for entry in filled}
    words = {"preamble": _PREAMBLE, "file meta": _WRITER.encode(), "bytes after the dataset": _TRAILER}
    return Run(
        tool, modality, fates, {place: Fate.KEPT if word in result else Fate.GONE for place, word in words.items()}
    )


def _fate(again: Dataset, entry: Entry) -> Fate:
    tag = tag_of(entry)
    if tag not in again:
        return Fate.GONE
    return Fate.EMPTY if again[tag].is_empty else Fate.REPLACED


def _trailing() -> bytes:
    """Return padding with a canary, as some archives append it."""
    return b"\xfc\xff\xfc\xffOB\0\0" + len(_TRAILER + b"!").to_bytes(4, "little") + _TRAILER + b"!"
