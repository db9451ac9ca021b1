"""The running product's parts, as commands find them through the application."""

from typing import Protocol

from flask import current_app

from medpeer.core.db import Database
from medpeer.core.settings import Settings
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.relay import Relay
from medpeer.search.indexer import SearchIndexer


class Parts(Protocol):
    """What the composition root attaches to the application."""

    @property
    def settings(self) -> Settings:
        """The configuration."""

    @property
    def database(self) -> Database:
        """The database."""

    @property
    def relay(self) -> Relay:
        """The outbox relay, not running in a command."""

    @property
    def search(self) -> SearchIndexer:
        """The search index."""

    @property
    def mail_sink(self) -> MailSink:
        """The demo's own mail relay, not running in a command unless it starts it."""


def running_parts() -> Parts:
    """Return the parts of the application the command runs in."""
    parts: Parts = current_app.extensions["medpeer"]
    return parts
