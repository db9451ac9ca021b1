"""Worker's side: turns the bytes of an upload into slices, or says why not."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pydicom.dataset import Dataset

from medpeer.imaging.dicom.archive import dicom_members, is_archive
from medpeer.imaging.dicom.burned import has_overlays, signs
from medpeer.imaging.dicom.deidentify import deidentify_header
from medpeer.imaging.dicom.errors import DicomFault
from medpeer.imaging.dicom.guarding import BROKEN, Refusal, quiet
from medpeer.imaging.dicom.layout import Layout, layout
from medpeer.imaging.dicom.limits import MAX_FRAMES, MAX_STUDY_PIXELS
from medpeer.imaging.dicom.pixels import decode
from medpeer.imaging.dicom.reading import parse
from medpeer.imaging.dicom.scaling import averaged
from medpeer.imaging.dicom.slices import Slice, frame_headers
from medpeer.imaging.dicom.uids import UidMap

_ENDING: Final = frozenset(
    {DicomFault.TOO_MANY_FRAMES, DicomFault.TOO_MANY_PIXELS, DicomFault.SEVERAL_PATIENTS, DicomFault.TOO_MANY_BYTES}
)
"""What ends an archive's reading; for other reasons a file of it is left out."""


@dataclass(slots=True)
class Intake:
    """The slices read so far, and what holds for the whole upload."""

    crop_is_given: bool
    slices: list[Slice] = field(default_factory=list)
    left_out: Counter[DicomFault] = field(default_factory=Counter)
    overlays_seen: bool = False
    _uids: UidMap = field(default_factory=UidMap)
    _patients: set[str] = field(default_factory=set)
    _pixels: int = 0

    def read(self, data: bytes) -> None:
        """Read one file or an archive.

        Raises:
            Refusal: Nothing of it can be shown, or it is too large.
        """
        if is_archive(data):
            self._add_members(dicom_members(data))
        else:
            self._add(data)
        if not self.slices:
            raise Refusal(max(self.left_out, key=self.left_out.__getitem__, default=DicomFault.NOTHING_FOUND))

    def _add_members(self, members: Iterable[bytes]) -> None:
        for member in members:
            try:
                self._add(member)
            except Refusal as refusal:
                if refusal.reason in _ENDING:
                    raise
                self.left_out[refusal.reason] += 1

    def _add(self, data: bytes) -> None:
        dataset = parse(data)
        self._check_patient(dataset)
        if signs(dataset) and not self.crop_is_given:
            raise Refusal(DicomFault.NEEDS_CROP)
        self.overlays_seen = self.overlays_seen or has_overlays(dataset)
        header = deidentify_header(dataset, self._uids)
        self.slices.extend(slices_of(dataset, header, self._counted(layout(dataset))))

    def _counted(self, said: Layout) -> Layout:
        """Hold the upload to its limits before a frame is decoded."""
        self._pixels += said.frames * (said.rows // said.shrinking) * (said.columns // said.shrinking)
        if len(self.slices) + said.frames > MAX_FRAMES:
            raise Refusal(DicomFault.TOO_MANY_FRAMES)
        if self._pixels > MAX_STUDY_PIXELS:
            raise Refusal(DicomFault.TOO_MANY_PIXELS)
        return said

    def _check_patient(self, dataset: Dataset) -> None:
        """Refuse images of two people: that is a slip of whoever packed them. The names go no further than this."""
        try:
            with quiet():
                named = str(dataset.get("PatientID") or dataset.get("PatientName") or "").strip().casefold()
        except BROKEN:
            named = ""
        self._patients |= {named} - {""}
        if len(self._patients) > 1:
            raise Refusal(DicomFault.SEVERAL_PATIENTS)


def slices_of(dataset: Dataset, header: Dataset, said: Layout) -> Iterator[Slice]:
    """Yield the frames of a file as slices, averaged down where they are large."""
    headers = frame_headers(header, said.frames)
    for frame, own in zip(decode(dataset, said), headers, strict=True):
        yield Slice(
            pixels=averaged(frame, said.shrinking),
            shrinking=said.shrinking,
            header=header,
            frame_header=own,
            is_inverted=said.photometric == "MONOCHROME1",
            whole_range=said.whole_range,
        )
