"""A house's own words are held by every check of the product that was started with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import load_settings
from medpeer.app import create_app
from medpeer.core.db import Database
from medpeer.deid import Category
from medpeer.gate import IdentifiersFoundError, RawText, Surface, examine, use_local_words
from tests.conftest import settings_env, state_of
from tests.factories.texts import cleared

POST = "He spent the night on blue seven and then slept."


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Path]:
    """Return a file that names the house's ward; nothing of it stays in use after the test."""
    path = tmp_path / "house.txt"
    path.write_text("blue seven\n[never]\nPruitt protocol\n", encoding="utf-8")
    yield path
    use_local_words(None)


def _started(data_dir: Path, **more: str) -> Database:
    return state_of(create_app(load_settings(settings_env(data_dir) | more))).database


def test_a_ward_of_the_house_passes_without_its_file(data_dir: Path) -> None:
    database = _started(data_dir)
    with database.transaction() as session:
        assert cleared(session, POST, Surface.CASE_POST).value == POST
    database.engine.dispose()


def test_a_ward_of_the_house_is_held_with_it(data_dir: Path, house: Path) -> None:
    database = _started(data_dir, MEDPEER_LOCAL_WORDS=str(house))
    with pytest.raises(IdentifiersFoundError) as refused:
        examine(RawText(POST), Surface.CASE_POST)
    (finding,) = refused.value.findings["body"]
    assert (finding.category, "blue seven" in POST[finding.start : finding.end]) == (Category.LOCATION, True)
    database.engine.dispose()


def test_the_next_application_without_a_file_has_none(data_dir: Path, house: Path) -> None:
    _started(data_dir, MEDPEER_LOCAL_WORDS=str(house)).engine.dispose()
    database = _started(data_dir)
    with database.transaction() as session:
        assert cleared(session, POST, Surface.CASE_POST).value == POST
    database.engine.dispose()
