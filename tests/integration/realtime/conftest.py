"""A real server for the socket tests."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories.sockets import SocketServer, serve


@pytest.fixture
def server(app: Flask) -> Iterator[SocketServer]:
    """Return this test's application, served on a real port."""
    with serve(app) as running:
        yield running
