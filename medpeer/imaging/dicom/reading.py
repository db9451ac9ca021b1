"""Reads the bytes of one DICOM file into a dataset whose elements are not decoded before somebody asks for them."""

import zlib
from io import BytesIO
from typing import BinaryIO, Final

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.filereader import read_dataset
from pydicom.tag import BaseTag
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import BROKEN, Refusal, quiet
from medpeer.imaging.dicom.limits import MAX_INFLATED_BYTES

_PREAMBLE_BYTES: Final = 128
_MAGIC: Final = b"DICM"
_META_GROUP: Final = 2
_UNDEFINED_LENGTH: Final = 0xFFFFFFFF


def is_dicom(head: bytes) -> bool:
    """Say whether a file is DICOM by its first 132 bytes; what stands in the preamble does not count."""
    return head[_PREAMBLE_BYTES : _PREAMBLE_BYTES + len(_MAGIC)] == _MAGIC


def parse(data: bytes) -> Dataset:
    """Return the dataset of a file, with ``file_meta``; the preamble and what follows the dataset are not in it.

    Raises:
        Refusal: The bytes are not DICOM, or are damaged, or inflate to more than the limit.
    """
    if not is_dicom(data[: _PREAMBLE_BYTES + len(_MAGIC)]):
        raise Refusal(DicomFault.NOT_DICOM)
    try:
        with quiet():
            return _parse(data)
    except BROKEN as error:
        raise Refusal(DicomFault.DAMAGED) from error


def _parse(data: bytes) -> Dataset:
    stream: BinaryIO = BytesIO(data)
    stream.seek(_PREAMBLE_BYTES + len(_MAGIC))
    meta = read_dataset(stream, is_implicit_VR=False, is_little_endian=True, stop_when=_is_past_meta)
    syntax = UID(str(meta["TransferSyntaxUID"].value))
    if syntax == DeflatedExplicitVRLittleEndian:
        stream = BytesIO(_inflate(data[stream.tell() :]))
    dataset = read_dataset(
        stream,
        is_implicit_VR=syntax == ImplicitVRLittleEndian,
        is_little_endian=syntax != ExplicitVRBigEndian,
    )
    if any(_is_cut_off(element) for element in map(dataset.get_item, dataset.keys())):
        raise Refusal(DicomFault.DAMAGED)
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.file_meta.MediaStorageSOPClassUID = UID(str(meta.get("MediaStorageSOPClassUID", "")))
    return dataset


def _is_past_meta(tag: BaseTag, _vr: str | None, _length: int) -> bool:
    return tag.group != _META_GROUP


def _inflate(body: bytes) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    whole = inflater.decompress(body, MAX_INFLATED_BYTES)
    if inflater.unconsumed_tail:
        raise Refusal(DicomFault.TOO_MANY_BYTES)
    return whole


def _is_cut_off(element: DataElement | RawDataElement) -> bool:
    """Say whether the file ended within this element's value."""
    if not isinstance(element, RawDataElement) or element.length == _UNDEFINED_LENGTH:
        return False
    return len(element.value or b"") < element.length
