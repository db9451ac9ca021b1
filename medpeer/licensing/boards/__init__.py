"""Registers of boards and countries, each read by a manifest that says what its columns and words mean."""

from medpeer.licensing.boards.manifest import Manifest
from medpeer.licensing.boards.reading import read_manifest
from medpeer.licensing.boards.rows import BoardLine, read_licences
from medpeer.licensing.boards.shipped import SHIPPED, find_manifest

__all__ = ["SHIPPED", "BoardLine", "Manifest", "find_manifest", "read_licences", "read_manifest"]
