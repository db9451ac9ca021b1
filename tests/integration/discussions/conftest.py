"""The maker of threads and posts."""

import pytest

from medpeer.core.db import Database
from tests.factories.discussions import Discussions


@pytest.fixture
def talk(database: Database) -> Discussions:
    return Discussions(database)
