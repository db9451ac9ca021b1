"""A review desk with a register behind it."""

from pathlib import Path

import pytest

from medpeer.core.db import Database
from tests.factories.licensing import line, load
from tests.factories.people import People
from tests.factories.review import Desk


@pytest.fixture
def desk(database: Database, people: People, tmp_path: Path) -> Desk:
    """Return a desk; the register in use knows one physician, who applies nowhere here."""
    load(database, tmp_path, line())
    return Desk(database, people)
