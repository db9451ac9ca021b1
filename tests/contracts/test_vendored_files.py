"""Vendored files are the pinned ones, unchanged, with their licences beside them."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
# Paths in a manifest are relative to the folder on the right.
MANIFESTS: Final = (
    (ROOT / "static/vendor/MANIFEST.json", ROOT / "static"),
    (ROOT / "tests/browser/vendor/MANIFEST.json", ROOT / "tests/browser/vendor"),
)
THIRD_PARTY_FOLDERS: Final = ("static/vendor", "static/fonts", "tests/browser/vendor")
KEYS: Final = {"package", "version", "licence", "bytes", "sha384", "file"}


def _entries() -> list[tuple[Path, dict[str, Any]]]:
    return [(base / entry["file"], entry) for manifest, base in MANIFESTS for entry in json.loads(manifest.read_text())]


@pytest.mark.parametrize(("path", "entry"), _entries(), ids=lambda value: value.name if isinstance(value, Path) else "")
def test_a_vendored_file_matches_its_manifest(path: Path, entry: dict[str, Any]) -> None:
    content = path.read_bytes()
    assert set(entry) == KEYS
    assert len(content) == entry["bytes"]
    assert base64.b64encode(hashlib.sha384(content).digest()).decode() == entry["sha384"]


def test_every_vendored_file_is_in_a_manifest() -> None:
    listed = {path for path, _ in _entries()}
    present = {path for folder in THIRD_PARTY_FOLDERS for path in (ROOT / folder).iterdir()}
    assert present - listed == {manifest for manifest, _ in MANIFESTS}


def test_every_vendored_package_keeps_its_licence() -> None:
    packages = {(entry["package"], entry["version"]) for _, entry in _entries()}
    licensed = {(entry["package"], entry["version"]) for path, entry in _entries() if path.name.endswith("LICENSE")}
    assert packages == licensed


def test_every_file_name_carries_its_version() -> None:
    for path, entry in _entries():
        if path.parent.name == "vendor":
            assert entry["version"] in path.name


def test_every_icon_that_templates_and_scripts_name_is_in_the_sprite() -> None:
    sprite = (ROOT / "static/img/icons.svg").read_text()
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").rglob("*.mjs")]
    named = {name for source in sources for name in _icon_names(source.read_text())}
    assert {name for name in named if f'id="{name}"' not in sprite} == set()


def _icon_names(text: str) -> set[str]:
    """Return the names in ``icon('…')`` calls of templates and scripts."""
    return {piece.split("'")[0] for piece in text.split("icon('")[1:]}
