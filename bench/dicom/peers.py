"""The tools whose results stand beside each other: ours and two others, each given the same file."""

import io
import logging
import warnings
from collections.abc import Callable, Mapping
from typing import Final

import pydicom
from deid.dicom import replace_identifiers
from deid.logger import bot
from dicognito.anonymizer import Anonymizer
from pydicom.dataset import FileDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import generate_uid

from medpeer.imaging.dicom import deidentify, to_bytes
from medpeer.imaging.dicom.reading import parse

Tool = Callable[[bytes], bytes]
"""Takes a file and returns its de-identified copy."""


def by_medpeer(data: bytes) -> bytes:
    """De-identify as an upload is."""
    return to_bytes(deidentify(parse(data)))


def by_dicognito(data: bytes) -> bytes:
    """De-identify with dicognito as its documentation shows; the seed makes its dates the same each time."""
    dataset = pydicom.dcmread(io.BytesIO(data))
    Anonymizer(seed="medpeer").anonymize(dataset)
    return _written(dataset)


def by_deid(data: bytes) -> bytes:
    """De-identify with deid's own recipe, private tags removed; its switch for sequences fails on nested ones."""
    bot.level = 0
    dataset = pydicom.dcmread(io.BytesIO(data))
    kind = dataset.file_meta.MediaStorageSOPClassUID
    (done,) = replace_identifiers([dataset], save=False, remove_private=True)
    # Its recipe takes every UID away; without these two there is no file to look at.
    done.file_meta.MediaStorageSOPClassUID, done.file_meta.MediaStorageSOPInstanceUID = kind, generate_uid()
    return _written(done)


TOOLS: Final[Mapping[str, Tool]] = {"medpeer": by_medpeer, "dicognito": by_dicognito, "deid": by_deid}


def quietly(tool: Tool, data: bytes) -> bytes:
    """Run a tool without what it says on the way."""
    logging.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tool(data)


def _written(dataset: FileDataset) -> bytes:
    out = io.BytesIO()
    dcmwrite(out, dataset, enforce_file_format=True)
    return out.getvalue()
