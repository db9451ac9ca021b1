"""Makes of a dataset a new one in which nothing identifies: what is on the list is copied, the rest is never read."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.datadict import dictionary_VM, dictionary_VR, tag_for_keyword
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import UID, ExplicitVRLittleEndian
from pydicom.valuerep import VR, DSfloat

from medpeer.imaging.dicom.allowed import ALLOWED, EMPTY, Items, NewUid, Number, Rule, Word
from medpeer.imaging.dicom.guarding import BROKEN, quiet
from medpeer.imaging.dicom.kinds import sop_class
from medpeer.imaging.dicom.layout import layout
from medpeer.imaging.dicom.pixels import decode
from medpeer.imaging.dicom.uids import UidMap

_METHOD: Final = "PS3.15 Basic Profile, by a list of what may stay"
# PS3.16 CID 7050.
_METHOD_CODE: Final = ("113100", "DCM", "Basic Application Confidentiality Profile")
_IMPLEMENTATION: Final = UID("2.25.211302871462073986139105128914730218")


def deidentify(dataset: Dataset, uids: UidMap | None = None) -> Dataset:
    """Return a new dataset with the pixels written anew and only listed attributes; the old one is not changed.

    ``uids`` is shared by the files of one upload. The result is complete with file meta information, in Explicit VR
    Little Endian; burned-in annotations are not touched (see ``burned``).

    Raises:
        Refusal: The pixels cannot be read.
    """
    clean = deidentify_header(dataset, uids or UidMap())
    said = layout(dataset)
    put_pixels(clean, list(decode(dataset, said)), "RGB" if said.is_colour else said.photometric)
    return clean


def deidentify_header(dataset: Dataset, uids: UidMap) -> Dataset:
    """Return what may stay of a header, without pixels."""
    with quiet():
        clean = _listed(dataset, ALLOWED, uids)
        clean.SOPClassUID = sop_class(dataset)
    if "SOPInstanceUID" not in clean:
        clean.SOPInstanceUID = uids.new("")
    for keyword in EMPTY:
        setattr(clean, keyword, None)
    _mark(clean)
    clean.file_meta = _meta(clean)
    return clean


def put_pixels(clean: Dataset, frames: list[NDArray[Any]], photometric: str) -> None:
    """Write frames into a dataset as native pixels; bytes, padding and spare bits of the old ones are not copied."""
    pixels = np.stack(frames)
    samples = 3 if pixels.ndim == 4 else 1  # noqa: PLR2004 - frames, rows, columns, samples
    clean.SamplesPerPixel = samples
    clean.PhotometricInterpretation = photometric
    if samples > 1:
        clean.PlanarConfiguration = 0
    if len(frames) > 1:
        clean.NumberOfFrames = len(frames)
    clean.Rows, clean.Columns = pixels.shape[1:3]
    bits = pixels.dtype.itemsize * 8
    clean.BitsAllocated, clean.BitsStored, clean.HighBit = bits, bits, bits - 1
    clean.PixelRepresentation = int(np.issubdtype(pixels.dtype, np.signedinteger))
    data = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    clean.add_new("PixelData", VR.OB if bits == 8 else VR.OW, data + b"\0" * (len(data) % 2))  # noqa: PLR2004 - a byte


def to_bytes(clean: Dataset) -> bytes:
    """Return a de-identified dataset as a DICOM file with an empty preamble."""
    out = BytesIO()
    file = FileDataset(out, clean, preamble=b"\0" * 128, file_meta=clean.file_meta)
    dcmwrite(out, file, enforce_file_format=True)
    return out.getvalue()


def _listed(dataset: Dataset, rules: Mapping[str, Rule], uids: UidMap) -> Dataset:
    clean = Dataset()
    for keyword, rule in rules.items():
        value = _kept(dataset, keyword, rule, uids)
        if value is not None:
            clean.add_new(keyword, dictionary_VR(keyword), value)
    return clean


def _kept(dataset: Dataset, keyword: str, rule: Rule, uids: UidMap) -> Any:
    """Return what stays of one attribute; a value that cannot be read is treated as absent."""
    tag = tag_for_keyword(keyword)
    if tag is None or tag not in dataset:
        return None
    try:
        return _by_rule(dataset[tag].value, keyword, rule, uids)
    except BROKEN:
        return None


def _by_rule(value: Any, keyword: str, rule: Rule, uids: UidMap) -> Any:
    match rule:
        case NewUid():
            return uids.new(str(value)) if value else None
        case Items(of=rules, most=most):
            return [_listed(item, rules, uids) for item in list(value)[:most] if isinstance(item, Dataset)] or None
        case Number():
            numbers = rule.kept(value)
            return None if numbers is None else _written(keyword, numbers)
        case Word():
            return rule.kept(value)


def _written(keyword: str, numbers: list[float]) -> Any:
    """Give numbers the type their attribute has, and one alone without a list."""
    as_text = dictionary_VR(keyword) == VR.DS
    whole = dictionary_VR(keyword) in {VR.IS, VR.US, VR.SS, VR.UL}
    values = [DSfloat(n, auto_format=True) if as_text else int(n) if whole else n for n in numbers]
    return values[0] if len(values) == 1 and dictionary_VM(keyword) == "1" else values


def _mark(clean: Dataset) -> None:
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = _METHOD_CODE
    clean.PatientIdentityRemoved = "YES"
    clean.DeidentificationMethod = _METHOD
    clean.DeidentificationMethodCodeSequence = [code]
    clean.LongitudinalTemporalInformationModified = "REMOVED"


def _meta(clean: Dataset) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = clean.SOPClassUID
    meta.MediaStorageSOPInstanceUID = clean.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = _IMPLEMENTATION
    return meta
