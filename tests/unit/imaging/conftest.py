"""What the imaging tests share."""

from collections.abc import Iterator

import pytest

from medpeer.imaging import finding, inspection


@pytest.fixture
def unsearched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the finders out where only the re-encoding is looked at."""
    monkeypatch.setattr(inspection, "find", lambda _view, _picture: ())


@pytest.fixture(scope="session", autouse=True)
def _finders_end() -> Iterator[None]:
    yield
    finding.rest()
