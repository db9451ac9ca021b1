"""The manifests that come with the product."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "data" / "manifests"
SHIPPED: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))
"""Their ids: ``us-wa-doh`` and the like."""


def find_manifest(named: str) -> Path | None:
    """Return the shipped manifest of an id, or the file of that path, or ``None`` where there is neither."""
    path = FOLDER / f"{named}.yaml" if named in SHIPPED else Path(named)
    return path if path.is_file() else None
