"""Lets the shared evaluator call the engine: ``detect(text)`` gives ``(start, end, type)`` in code points."""

from typing import Final

from medpeer.deid import Category, find_identifiers

_TYPES: Final = {
    Category.NAME: "NAME", Category.LOCATION: "LOCATION", Category.DATE: "DATE", Category.PHONE: "PHONE",
    Category.FAX: "FAX", Category.EMAIL: "EMAIL", Category.SSN: "SSN", Category.RECORD: "MRN",
    Category.PLAN: "HEALTH_PLAN", Category.ACCOUNT: "ACCOUNT", Category.LICENCE: "LICENSE",
    Category.VEHICLE: "VEHICLE", Category.DEVICE: "DEVICE", Category.URL: "URL", Category.IP: "IP",
    Category.BIOMETRIC: "BIOMETRIC", Category.PHOTO: "PHOTO", Category.OTHER: "OTHER_ID",
}  # fmt: skip


def detect(text: str) -> list[tuple[int, int, str]]:
    """Return every finding, of both severities, under the corpora's type names."""
    return [(span.start, span.end, _TYPES[span.category]) for span in find_identifiers(text)]
