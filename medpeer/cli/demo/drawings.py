"""The demo's pictures, drawn here: nobody's heart, blood or belly. Each comes as the file a physician would send."""

import io
import zipfile
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

Floats = NDArray[np.float64]

# An electrocardiogram at 25 mm/s and 10 mm/mV, printed at so many pixels a millimetre.
_MM: Final = 8
_STRIP_MM: Final = (120, 36)
_PAPER, _FINE, _BOLD, _INK = (255, 250, 248), (250, 224, 220), (240, 184, 178), (24, 28, 34)
# Waves of a beat as (seconds from the R wave, width in seconds, millivolts).
_NORMAL: Final = ((-0.17, 0.022, 0.1), (-0.012, 0.010, 0.28), (0.028, 0.014, -0.85), (0.29, 0.055, 0.22))
_COVED: Final = ((-0.17, 0.022, 0.1), (-0.012, 0.011, 0.22), (0.26, 0.060, -0.42))
_COVE_MV: Final = 0.34
_QRS_S: Final = 0.018

# A belly of 256 x 256 voxels of 1.4 mm, in slices of 3 mm, in Hounsfield units.
_SIDE, _VOXEL_MM, _SLICE_MM, _SLICES = 256, 1.4, 3.0, 24
_NODULE_MM, _NODULE_HU = 28.0, 34

_STIPPLED: Final = 0.16
_DENSE: Final = 0.45


def ecg(*, coved: bool) -> bytes:
    """Return two leads as PNG: with the ST segment coved, as it is in fever, or without."""
    width, height = _STRIP_MM[0] * _MM, 2 * _STRIP_MM[1] * _MM
    sheet = Image.new("RGB", (width, height), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for place in range(0, max(width, height), _MM):
        colour = _FINE if place // _MM % 5 else _BOLD
        pen.line([(place, 0), (place, height)], colour)
        pen.line([(0, place), (width, place)], colour)
    for row, gain in enumerate((1.0, 0.8)):
        trace = _trace(width, coved=coved) * gain
        level = (row + 0.58) * _STRIP_MM[1] * _MM
        pen.line([(x, level - mv * 10 * _MM) for x, mv in enumerate(trace)], _INK, width=3, joint="curve")
    return _png(sheet)


def _trace(length: int, *, coved: bool) -> Floats:
    """Return millivolts for each pixel of a strip: one beat after another, never twice quite alike."""
    chance = np.random.default_rng(8 + coved)
    seconds = np.arange(length) / _MM / 25
    millivolts = 0.012 * np.sin(seconds * 1.7) + chance.normal(0, 0.004, length)
    rate = 0.56 if coved else 0.78
    for beat in np.arange(0.4, seconds[-1] + 1, rate) + chance.normal(0, 0.008):
        since = seconds - beat
        for at, width, height in _COVED if coved else _NORMAL:
            millivolts += height * np.exp(-(((since - at) / width) ** 2) / 2)
        if coved:
            millivolts += np.where(since > _QRS_S, _COVE_MV * np.exp(-np.clip(since - 0.03, 0, None) / 0.13), 0)
    return millivolts


def blood_film(*, stippled: bool) -> bytes:
    """Return a field of red cells as PNG: pale and some stippled, or many of them small, round and dense."""
    chance = np.random.default_rng(92 + stippled)
    field = Image.new("RGB", (1000, 750), (246, 240, 236))
    pen = ImageDraw.Draw(field)
    for row in range(9):
        for column in range(12):
            x, y = (column + 0.5 * (row % 2)) * 88 + chance.normal(0, 9), row * 88 + chance.normal(30, 9)
            share = chance.random()
            dense = not stippled and share < _DENSE
            _red_cell(pen, chance, (x, y), stippled=stippled and share < _STIPPLED, dense=dense)
    return _png(field.filter(ImageFilter.GaussianBlur(1.1)))


def _red_cell(
    pen: ImageDraw.ImageDraw, chance: np.random.Generator, at: tuple[float, float], *, stippled: bool, dense: bool
) -> None:
    (x, y), size = at, chance.normal(33, 3.2) * (0.66 if dense else 1)
    for step in range(12):
        # Pale in the middle, but for the dense ones.
        share = step / 11
        pale = share * (0.12 if dense else 1)
        colour = (int(206 + 36 * pale), int(132 + 92 * pale), int(134 + 90 * pale))
        reach = size * (1 - 0.62 * share)
        pen.ellipse([x - reach, y - reach * 0.94, x + reach, y + reach * 0.94], colour)
    for _ in range(26 if stippled else 0):
        angle, away = chance.uniform(0, 6.28), size * 0.86 * np.sqrt(chance.random())
        dot_x, dot_y, dot = x + away * np.cos(angle), y + away * np.sin(angle) * 0.94, chance.uniform(1.6, 2.8)
        pen.ellipse([dot_x - dot, dot_y - dot, dot_x + dot, dot_y + dot], (78, 74, 132))


def _png(drawn: Image.Image) -> bytes:
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def abdomen() -> bytes:
    """Return a CT of the upper abdomen as a zip of DICOM files, with a nodule in the left adrenal gland."""
    series, study, frame = generate_uid(), generate_uid(), generate_uid()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(_SLICES):
            one = _slice(number)
            one.SeriesInstanceUID, one.StudyInstanceUID, one.FrameOfReferenceUID = series, study, frame
            archive.writestr(f"{number}.dcm", _file(one))
    return out.getvalue()


def _slice(number: int) -> Dataset:
    one = Dataset()
    one.SOPClassUID, one.SOPInstanceUID = CTImageStorage, generate_uid()
    one.Modality, one.InstanceNumber, one.BodyPartExamined = "CT", number + 1, "ABDOMEN"
    one.PatientName, one.PatientID, one.PatientBirthDate = "Testcase^Paula", "TC-0001", "19500102"
    one.PixelSpacing, one.SliceThickness, one.KVP = [_VOXEL_MM, _VOXEL_MM], _SLICE_MM, 120
    one.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    one.ImagePositionPatient = [-_SIDE * _VOXEL_MM / 2, -_SIDE * _VOXEL_MM / 2, number * _SLICE_MM]
    one.RescaleSlope, one.RescaleIntercept, one.WindowCenter, one.WindowWidth = 1, 0, 40, 350
    one.Rows, one.Columns, one.SamplesPerPixel, one.PhotometricInterpretation = _SIDE, _SIDE, 1, "MONOCHROME2"
    one.BitsAllocated, one.BitsStored, one.HighBit, one.PixelRepresentation = 16, 16, 15, 1
    one.add_new("PixelData", "OW", _voxels(number).astype("<i2").tobytes())
    return one


def _voxels(number: int) -> Floats:
    """Return one slice, counted from the feet up: organs as ellipses that grow and shrink along the body."""
    down, across = np.mgrid[0:_SIDE, 0:_SIDE] * _VOXEL_MM
    x, y = across - _SIDE * _VOXEL_MM / 2, down - _SIDE * _VOXEL_MM / 2
    z = (number - _SLICES / 2) * _SLICE_MM
    chance = np.random.default_rng(number)
    belly = np.full((_SIDE, _SIDE), -1000.0)

    def put(centre: tuple[float, float], radii: tuple[float, float], units: float) -> None:
        if min(radii) > 0:
            belly[((x - centre[0]) / radii[0]) ** 2 + ((y - centre[1]) / radii[1]) ** 2 < 1] = units

    put((0, 0), (160, 112), -95)
    put((0, 2), (146, 99), 48)
    put((0, -2), (134, 88), -90)
    put((-66, -12), (64 - abs(z - 8) * 0.5, 62 - abs(z - 8) * 0.4), 58)
    put((92, 14), (26 + z * 0.3, 38 + z * 0.3), 52)
    put((38, -38), (44 - abs(z) * 0.4, 26), 12)
    put((-46, 40), (25 - max(z, 0) * 0.8, 30 - max(z, 0) * 0.8), 36)
    put((58, 38), (26 - max(z - 4, 0) * 0.9, 31 - max(z - 4, 0) * 0.9), 36)
    put((0, 58), (25, 21), 180)
    put((0, 58), (20, 17), 240)
    put((0, 84), (10, 8), 30)
    put((7, 26), (11, 11), 42)
    put((-16, 22), (12, 10), 40)
    across_nodule = (_NODULE_MM / 2) ** 2 - (z - 14) ** 2
    put((34, 22), (across_nodule**0.5, across_nodule**0.5) if across_nodule > 0 else (0, 0), _NODULE_HU)
    soft = (belly + np.roll(belly, 1, 0) + np.roll(belly, 1, 1) + np.roll(belly, (1, 1), (0, 1))) / 4
    return np.asarray(np.round(soft + chance.normal(0, 9, soft.shape)), dtype=np.float64)


def _file(one: Dataset) -> bytes:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = one.SOPClassUID, one.SOPInstanceUID
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = io.BytesIO()
    dcmwrite(out, FileDataset(out, one, preamble=b"\0" * 128, file_meta=meta), enforce_file_format=True)
    return out.getvalue()
