"""Synthetic DICOM files of synthetic patients: each modality's usual header and a drawn phantom."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import UID, ExplicitVRLittleEndian, generate_uid

_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."


@dataclass(frozen=True, slots=True)
class Kind:
    """A modality: its SOP class and what its images usually say."""

    sop_class: str
    bits: int
    is_signed: bool
    header: Mapping[str, Any]


KINDS: Final[Mapping[str, Kind]] = {
    "CT": Kind(
        "2",
        16,
        True,
        {
            "KVP": 120,
            "SliceThickness": 5,
            "PixelSpacing": [0.5, 0.5],
            "ImageOrientationPatient": [1, 0, 0, 0, 1, 0],
            "ImagePositionPatient": [-60, -60, 0],
            "RescaleSlope": 1,
            "RescaleIntercept": -1024,
            "WindowCenter": 40,
            "WindowWidth": 80,
        },
    ),
    "MR": Kind(
        "4", 16, False, {"RepetitionTime": 4000, "EchoTime": 90, "ScanningSequence": "SE", "PixelSpacing": [1, 1]}
    ),
    "CR": Kind("1", 16, False, {"ImagerPixelSpacing": [0.2, 0.2], "ViewPosition": "PA"}),
    "DX": Kind("1.1", 16, False, {"ImagerPixelSpacing": [0.14, 0.14], "PresentationIntentType": "FOR PRESENTATION"}),
    "MG": Kind("1.2", 16, False, {"ImagerPixelSpacing": [0.07, 0.07], "ViewPosition": "MLO", "ImageLaterality": "L"}),
    "US": Kind("6.1", 8, False, {}),
    "PT": Kind(
        "128", 16, False, {"Units": "BQML", "RescaleSlope": 0.37, "RescaleIntercept": 0, "PixelSpacing": [4, 4]}
    ),
    "NM": Kind("20", 16, False, {"PixelSpacing": [4, 4]}),
    "XA": Kind("12.1", 16, False, {"KVP": 80, "PositionerPrimaryAngle": 30}),
    "OT": Kind("7", 8, False, {"ConversionType": "WSD"}),
}
"""The modalities that can be made, "OT" being a secondary capture."""


def phantom(rows: int = 24, columns: int = 20, *, bits: int = 16) -> NDArray[Any]:
    """Return a soft blob on black, ``(rows, columns)``, of unsigned numbers that twelve bits (or eight) can hold."""
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    top = 2000 if bits > 8 else 250
    blob: NDArray[Any] = (np.clip(1 - x * x - y * y, 0, 1) * top).astype(np.uint16 if bits > 8 else np.uint8)
    return blob


def image(modality: str = "CT", pixels: NDArray[Any] | None = None, **header: Any) -> Dataset:
    """Return one image of a modality; ``header`` adds to what it says, or takes away where a value is None."""
    kind = KINDS[modality]
    dataset = Dataset()
    dataset.SOPClassUID = UID(_STORAGE + kind.sop_class)
    dataset.SOPInstanceUID, dataset.StudyInstanceUID, dataset.SeriesInstanceUID = (generate_uid() for _ in range(3))
    dataset.Modality, dataset.InstanceNumber = modality, 1
    dataset.PatientName, dataset.PatientID, dataset.PatientBirthDate = "Testcase^Paula", "TC-0001", "19500102"
    frames = phantom(bits=kind.bits) if pixels is None else pixels
    put(dataset, frames.astype(np.int16) if kind.is_signed else frames)
    for keyword, value in {**kind.header, **header}.items():
        if value is not None:
            setattr(dataset, keyword, value)
        elif keyword in dataset:
            del dataset[keyword]
    return dataset


def put(dataset: Dataset, pixels: NDArray[Any]) -> None:
    """Put grey pixels into a dataset: ``(rows, columns)``, or ``(frames, rows, columns)``."""
    if pixels.ndim > 2:
        dataset.NumberOfFrames = len(pixels)
    dataset.Rows, dataset.Columns = pixels.shape[-2:]
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation = 1, "MONOCHROME2"
    bits = pixels.dtype.itemsize * 8
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = bits, bits, bits - 1
    dataset.PixelRepresentation = int(np.issubdtype(pixels.dtype, np.signedinteger))
    data = pixels.tobytes()
    dataset.add_new("PixelData", "OB" if bits == 8 else "OW", data + b"\0" * (len(data) % 2))


def put_colour(dataset: Dataset, pixels: NDArray[Any], photometric: str = "RGB") -> None:
    """Put coloured pixels into a dataset: ``(rows, columns, 3)`` uint8."""
    put(dataset, pixels[..., 0])
    dataset.SamplesPerPixel, dataset.PhotometricInterpretation, dataset.PlanarConfiguration = 3, photometric, 0
    dataset.add_new("PixelData", "OB", pixels.tobytes() + b"\0" * (pixels.size % 2))


def file_of(
    dataset: Dataset,
    *,
    syntax: UID = ExplicitVRLittleEndian,
    preamble: bytes = b"\0" * 128,
    written_by: str = "MAKER",
) -> bytes:
    """Return a dataset as a file; ``written_by`` names who wrote it in all places of the file meta information."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    meta.MediaStorageSOPInstanceUID = dataset.get("SOPInstanceUID", generate_uid())
    meta.TransferSyntaxUID = syntax
    meta.ImplementationVersionName = meta.SourceApplicationEntityTitle = written_by
    meta.PrivateInformationCreatorUID, meta.PrivateInformation = UID("1.2.999.7"), written_by.encode()
    out = io.BytesIO()
    dcmwrite(out, FileDataset(out, dataset, preamble=preamble, file_meta=meta), enforce_file_format=True)
    return out.getvalue()


def zipped(members: Sequence[bytes] | Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of members, by name or numbered."""
    named = members if isinstance(members, Mapping) else {f"{n}.dcm": member for n, member in enumerate(members)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, member in named.items():
            archive.writestr(name, member)
    return out.getvalue()


def stack(count: int, modality: str = "CT", **header: Any) -> list[Dataset]:
    """Return the slices of one series from foot to head, numbered from 1, each brighter than the one before.

    They lie side by side: as far apart as they are thick, 5 mm where nothing is said.
    """
    series, study = generate_uid(), generate_uid()
    shared = {"SeriesInstanceUID": series, "StudyInstanceUID": study, **header}
    return [
        image(
            modality,
            phantom() + np.uint16(10 * n),
            InstanceNumber=n + 1,
            ImageOrientationPatient=[1, 0, 0, 0, 1, 0],
            ImagePositionPatient=[0, 0, header.get("SliceThickness", 5.0) * n],
            **shared,
        )
        for n in range(count)
    ]
