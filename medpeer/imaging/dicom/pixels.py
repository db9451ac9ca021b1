"""Decodes the pixels of a file whose header may lie, frame by frame and only as the library's own decoders can."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pydicom import uid
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import generate_frames
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut, convert_color_space
from pydicom.uid import UID

from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import BROKEN, Refusal, quiet
from medpeer.imaging.dicom.layout import PALETTE, Layout
from medpeer.imaging.dicom.lossless import decode_lossless

_PALETTE_TABLES: Final = tuple(
    f"{colour}PaletteColorLookupTable{part}" for colour in ("Red", "Green", "Blue") for part in ("Descriptor", "Data")
)
_NATIVE: Final = frozenset(
    {
        uid.DeflatedExplicitVRLittleEndian,
        uid.ExplicitVRBigEndian,
        uid.ExplicitVRLittleEndian,
        uid.ImplicitVRLittleEndian,
    }
)
_LOSSLESS: Final = frozenset({uid.JPEGLossless, uid.JPEGLosslessSV1})
_BY_PILLOW: Final = frozenset({uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit, uid.JPEG2000, uid.JPEG2000Lossless})


def decode(dataset: Dataset, said: Layout) -> Iterator[NDArray[Any]]:
    """Yield each frame: ``(rows, columns)`` as stored, or ``(rows, columns, 3)`` uint8; spare bits are zero.

    Raises:
        Refusal: The pixels are fewer than the header says, damaged, or compressed in a way that cannot be read.
    """
    syntax = UID(str(dataset.file_meta.TransferSyntaxUID))
    lean = _lean(dataset, said)
    try:
        with quiet():
            frames = _lossless(lean, said) if syntax in _LOSSLESS else _by_library(lean, said, syntax)
            for frame in frames:
                yield _coloured(frame, lean, said)
    except BROKEN as error:
        raise Refusal(DicomFault.DAMAGED) from error


def _by_library(lean: Dataset, said: Layout, syntax: UID) -> Iterator[NDArray[Any]]:
    plugin = _plugin(syntax, said)
    if syntax in _BY_PILLOW:
        _check_frames(lean, said)
    decoder = get_decoder(syntax)
    for index in range(said.frames):
        # Not `iter_array`: its frames are read-only, and a correction of signs wants to write.
        yield decoder.as_array(lean, index=index, raw=False, decoding_plugin=plugin)[0]


def _lossless(lean: Dataset, said: Layout) -> Iterator[NDArray[Any]]:
    """Decode as the library would, which has no decoder for these: signs extended, colours red, green and blue."""
    for coded in generate_frames(lean.PixelData, number_of_frames=said.frames):
        frame = decode_lossless(coded, rows=said.rows, columns=said.columns)
        if frame.ndim - 1 != min(said.samples, 2) or frame.shape[2:] not in {(), (said.samples,)}:
            raise Refusal(DicomFault.DAMAGED)
        if said.photometric.startswith("YBR"):
            yield convert_color_space(frame.astype(np.uint8), "YBR_FULL", "RGB")
        elif said.is_signed:
            spare = 16 - said.bits_stored
            yield (frame << spare).view(np.int16) >> spare
        else:
            yield frame & np.uint16((1 << said.bits_stored) - 1)


def _plugin(syntax: UID, said: Layout) -> str:
    """Name the library's decoder for a transfer syntax: none for native pixels, and of the others only two."""
    if syntax in _NATIVE:
        return ""
    if syntax == uid.RLELossless:
        return "pydicom"
    is_readable = syntax in _BY_PILLOW and not (syntax == uid.JPEGExtended12Bit and said.bits_stored > 8)  # noqa: PLR2004
    if not is_readable:
        raise Refusal(DicomFault.COMPRESSION)
    return "pillow"


def _lean(dataset: Dataset, said: Layout) -> Dataset:
    """Copy only what a decoder needs, so that no other attribute can lead it astray."""
    lean = Dataset()
    lean.Rows, lean.Columns, lean.NumberOfFrames = said.rows, said.columns, said.frames
    lean.SamplesPerPixel, lean.PhotometricInterpretation = said.samples, said.photometric
    lean.BitsAllocated, lean.BitsStored, lean.HighBit = said.bits_allocated, said.bits_stored, said.bits_stored - 1
    lean.PixelRepresentation, lean.PlanarConfiguration = int(said.is_signed), said.planar
    if said.photometric == PALETTE:
        for keyword in _PALETTE_TABLES:
            if keyword in dataset:
                lean[keyword] = dataset[keyword]
    lean["PixelData"] = dataset["PixelData"]
    lean.file_meta = FileMetaDataset()
    lean.file_meta.TransferSyntaxUID = dataset.file_meta.TransferSyntaxUID
    return lean


def _check_frames(lean: Dataset, said: Layout) -> None:
    """Hold each compressed frame to the size that the header gives, before anything of that size is made."""
    for coded in generate_frames(lean.PixelData, number_of_frames=said.frames):
        with Image.open(BytesIO(coded), formats=("JPEG", "JPEG2000")) as picture:
            if picture.size != (said.columns, said.rows):
                raise Refusal(DicomFault.DAMAGED)


def _coloured(frame: NDArray[Any], lean: Dataset, said: Layout) -> NDArray[Any]:
    if not said.is_colour:
        return frame
    if said.photometric == PALETTE:
        frame = apply_color_lut(frame, lean)
    spare_bits = 8 * frame.dtype.itemsize - 8 if said.photometric == PALETTE else max(said.bits_stored - 8, 0)
    return (frame >> spare_bits).astype(np.uint8)
