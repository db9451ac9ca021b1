"""A real server for the holds that must cut sockets."""

from collections.abc import Iterator

import pytest
from flask import Flask

from medpeer.jobs.mail_sink import MailSink
from tests.conftest import state_of
from tests.factories.sockets import SocketServer, serve


@pytest.fixture
def server(app: Flask) -> Iterator[SocketServer]:
    """Return this test's application, served on a real port."""
    with serve(app) as running:
        yield running


@pytest.fixture
def sink(app: Flask) -> Iterator[MailSink]:
    """Return the demo's mail relay, listening."""
    sink = state_of(app).mail_sink
    sink.start()
    yield sink
    sink.stop()
