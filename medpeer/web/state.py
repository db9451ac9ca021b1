"""What the composition root hands to the views, found through the running application."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import Flask, current_app
from sqlalchemy.orm import Session

from medpeer.core.db import Database
from medpeer.core.settings import Settings
from medpeer.hospitals.client import HospitalClient
from medpeer.images.pending import PendingImages
from medpeer.jobs.accounts import AccountKeeper
from medpeer.jobs.badges import BadgeKeeper
from medpeer.jobs.counting import RefusalKeeper
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.membership import MembershipKeeper
from medpeer.jobs.own_data import OwnDataKeeper
from medpeer.jobs.proofs import ProofKeeper
from medpeer.jobs.relay import Relay
from medpeer.jobs.rescreen import Rescreener
from medpeer.jobs.retention import Retention
from medpeer.licensing.document_files import DocumentFiles
from medpeer.licensing.live import LiveClient
from medpeer.notifications.letters import CodeCarrier
from medpeer.own_data.files import OwnDataFiles
from medpeer.search.indexer import SearchIndexer

KEY: Final = "medpeer"


@dataclass(frozen=True, slots=True)
class AppState:
    """The running product's parts, as views and commands find them."""

    settings: Settings
    database: Database
    relay: Relay
    search: SearchIndexer
    mail_sink: MailSink
    pending_images: PendingImages
    retention: Retention
    rescreener: Rescreener
    badges: BadgeKeeper
    counting: RefusalKeeper
    membership: MembershipKeeper
    live: LiveClient | None
    carrier: CodeCarrier
    documents: DocumentFiles
    proofs: ProofKeeper
    accounts: AccountKeeper
    hospitals: Mapping[str, HospitalClient]
    own_data: OwnDataKeeper
    own_data_files: OwnDataFiles

    @property
    def session_max_age(self) -> timedelta:
        """How long a sign-in lasts at most."""
        return timedelta(hours=self.settings.session_max_h)


def install(app: Flask, parts: AppState) -> None:
    """Attach the parts to the application."""
    app.extensions[KEY] = parts


def attached(app: Flask) -> AppState:
    """Return the parts of an application."""
    parts: AppState = app.extensions[KEY]
    return parts


def state() -> AppState:
    """Return the running application's parts."""
    return attached(current_app)


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a writing session of the running application; committed at the block's end, rolled back when it raises."""
    with state().database.transaction() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """Yield a reading session of the running application: one snapshot, no writes."""
    with state().database.reading() as session:
        yield session
