"""The composition root: builds the application and connects what happens to what reacts."""

import atexit
from typing import Final

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from medpeer.chat.queries import unread_counts
from medpeer.cli.audit import audit
from medpeer.cli.gate import gate as gate_commands
from medpeer.cli.licensing import licensing_commands
from medpeer.cli.register import register_commands
from medpeer.cli.roles import roles
from medpeer.cli.search import search_commands
from medpeer.cli.seed import seed
from medpeer.cli.up import up
from medpeer.core.clock import Clock, SystemClock
from medpeer.core.crypto import Vault
from medpeer.core.db import ENGINE_OPTIONS, Base, Context, Database, prepare_engine
from medpeer.core.logs import configure_logging
from medpeer.core.schema import require_newest
from medpeer.core.settings import Settings
from medpeer.deid import read_local_words
from medpeer.discussions.queries import news_count
from medpeer.gate import RawText, Surface, judge, use_local_words
from medpeer.hospitals.client import HospitalClient
from medpeer.hospitals.providers import read_providers
from medpeer.images.pending import PendingImages
from medpeer.jobs.accounts import AccountKeeper
from medpeer.jobs.badges import BadgeKeeper
from medpeer.jobs.counting import RefusalKeeper
from medpeer.jobs.keeper import Keeper
from medpeer.jobs.mail_sink import MailSink
from medpeer.jobs.membership import MembershipKeeper
from medpeer.jobs.own_data import OwnDataKeeper
from medpeer.jobs.proofs import ProofKeeper
from medpeer.jobs.purge import PurgeProver
from medpeer.jobs.relay import Relay
from medpeer.jobs.rescreen import Rescreener
from medpeer.jobs.retention import Retention
from medpeer.jobs.vouching import VouchingKeeper
from medpeer.licensing.document_files import DocumentFiles
from medpeer.licensing.live import LiveClient
from medpeer.licensing.queries.queue import count_waiting
from medpeer.moderation.queries import held_count, queue_count, spot_check_count
from medpeer.moderation.sampling import SpotCheckSampler
from medpeer.notifications.handlers import Inbox
from medpeer.notifications.letters import CodeCarrier, CodePost, LetterFolder, MailboxCarrier
from medpeer.notifications.mail import Mailer
from medpeer.notifications.queries import unread_count
from medpeer.own_data.files import OwnDataFiles
from medpeer.realtime import wiring
from medpeer.realtime.wiring import Realtime
from medpeer.search.indexer import SearchIndexer
from medpeer.search.whoosh_backend import WhooshBackend
from medpeer.unmasking.queries import count_waiting as count_unmaskings
from medpeer.web import (
    access,
    account,
    addresses,
    auth,
    chat,
    credentials,
    critiques,
    discussions,
    errors,
    gate,
    headers,
    health,
    held_images,
    home,
    hospitals,
    images,
    leaving,
    licensing,
    mailbox,
    moderation,
    notifications,
    numbers,
    own_data,
    pages,
    passwords,
    policies,
    search,
    sessions,
    spot_checks,
    state,
    statistics,
    unmasking,
    uploads,
)
from medpeer.web.limits import limiter

MAX_BODY_BYTES: Final = 1024 * 1024
COMMANDS: Final = (audit, gate_commands, licensing_commands, register_commands, roles, search_commands, seed, up)
BLUEPRINTS: Final = (
    account.bp,
    addresses.bp,
    auth.bp,
    chat.bp,
    credentials.bp,
    critiques.bp,
    discussions.bp,
    gate.bp,
    health.bp,
    held_images.bp,
    home.bp,
    hospitals.bp,
    images.bp,
    leaving.bp,
    licensing.bp,
    mailbox.bp,
    moderation.bp,
    notifications.bp,
    passwords.bp,
    own_data.bp,
    policies.bp,
    search.bp,
    statistics.bp,
    spot_checks.bp,
    unmasking.bp,
)


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """Return the application for ``settings``; nothing runs in the background until ``start_background``."""
    configure_logging(settings.log_level)
    use_local_words(read_local_words(settings.local_words) if settings.local_words else None)
    app = Flask("medpeer", template_folder=str(pages.TEMPLATES), static_folder=str(pages.STATIC))
    _configure(app, settings)
    database = _open_database(app, settings, clock or SystemClock())
    realtime = wiring.build(settings, database)
    state.install(app, _build_parts(settings, database, realtime))
    _serve_http(app, settings)
    wiring.init_app(app, settings, realtime, sessions.interface_of(app))
    _trust_proxies(app, settings.trusted_proxies)
    for command in COMMANDS:
        app.cli.add_command(command)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=ENGINE_OPTIONS,
        RATELIMIT_ENABLED=settings.rate_limits,
        WTF_CSRF_TIME_LIMIT=None,
    )


def _open_database(app: Flask, settings: Settings, clock: Clock) -> Database:
    extension = SQLAlchemy(metadata=Base.metadata)
    extension.init_app(app)
    Migrate(app, extension, directory=str(pages.STATIC.parent / "migrations"))
    with app.app_context():
        engine = extension.engine
    prepare_engine(engine)
    return Database(engine, Context(clock=clock, vault=Vault(settings.secret_key)))


def _build_parts(settings: Settings, database: Database, realtime: Realtime) -> state.AppState:
    indexer = SearchIndexer(database, WhooshBackend(settings.index_dir))
    sink = MailSink(settings.mailbox_dir)
    carrier = _code_carrier(settings)
    documents = DocumentFiles(settings.documents_dir, database.context.vault)
    own_data_files = OwnDataFiles(settings.own_data_dir, database.context.vault)
    own_data_keeper = OwnDataKeeper(database, own_data_files)
    handlers = (
        # In the order served: somebody waits for a frame, and nobody must wait for a slow mail relay.
        realtime.broadcaster,
        indexer,
        Inbox(database),
        SpotCheckSampler(database, percent=settings.attestation_review_percent),
        VouchingKeeper(database),
        own_data_keeper,
        # Searches for copies, so it comes after all who may have kept one.
        PurgeProver(database, settings),
        Mailer(database, settings, lambda: settings.smtp_url or sink.url),
        CodePost(database, carrier),
    )
    relay = Relay(database, handlers)
    database.on_commit(relay.nudge)
    pending = PendingImages(database.context.clock)
    return state.AppState(
        settings=settings,
        database=database,
        relay=relay,
        search=indexer,
        mail_sink=sink,
        pending_images=pending,
        retention=Retention(database, pending),
        rescreener=Rescreener(database),
        badges=BadgeKeeper(database),
        counting=RefusalKeeper(database),
        membership=MembershipKeeper(database),
        live=LiveClient(settings.nppes_api_url) if settings.nppes_api_url else None,
        carrier=carrier,
        documents=documents,
        proofs=ProofKeeper(database, carrier, documents),
        accounts=AccountKeeper(database, carrier, documents, settings.mailbox_dir),
        own_data=own_data_keeper,
        own_data_files=own_data_files,
        hospitals=_hospitals(settings, database.context.clock),
    )


def _hospitals(settings: Settings, clock: Clock) -> dict[str, HospitalClient]:
    providers = read_providers(settings.oidc_providers) if settings.oidc_providers else {}
    return {slug: HospitalClient(provider, clock) for slug, provider in providers.items()}


def _code_carrier(settings: Settings) -> CodeCarrier:
    address = f"{settings.base_url}/join/proof"
    if settings.demo:
        return MailboxCarrier(settings.mailbox_dir, address)
    return LetterFolder(settings.letters_dir, address)


def _serve_http(app: Flask, settings: Settings) -> None:
    numbers.init_app(app)
    sessions.init_app(app, settings)
    # Before the check of the token, which reads the form.
    uploads.init_app(app)
    # A hospital's server has no page to take a token from; what it sends is signed.
    CSRFProtect(app).exempt(hospitals.departure.take_departure)
    limiter.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    pages.init_app(app, _nav_counts)
    images.showing.init_app(app)


def _nav_counts() -> dict[str, int]:
    actor = access.current_actor()
    with state.reading() as session:
        return {
            "round": news_count(session, actor),
            "chat": sum(unread_counts(session, actor).values()),
            "notifications": unread_count(session, actor),
            "review": count_waiting(session, actor),
            "moderation": queue_count(session, actor) + held_count(session, actor) + spot_check_count(session, actor),
            "unmasking": count_unmaskings(session, actor),
        }


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def start_background(app: Flask) -> None:
    """Start index check, relay, retention and warden beside requests: for the server's entry point alone.

    Raises:
        SchemaError: the database is not as new as the code; nothing was started.
    """
    parts = state.attached(app)
    require_newest(parts.database)
    # The engine's models load with the first text; no member's typing shall wait for that.
    judge(RawText("Seen in clinic."), Surface.CASE_POST)
    parts.search.start()
    if parts.settings.demo and not parts.settings.smtp_url:
        parts.mail_sink.start()
    for one in _runners(parts):
        one.start()
    # The server's worker ends like any program: what was counted last is written down then.
    atexit.register(parts.counting.stop)
    wiring.attached(app).warden.start()


def stop_background(app: Flask) -> None:
    """End what ``start_background`` began, each after what it is at."""
    parts = state.attached(app)
    wiring.attached(app).warden.stop()
    for one in _runners(parts):
        one.stop()
    parts.mail_sink.stop()
    parts.search.settle()


def _runners(parts: state.AppState) -> tuple[Relay | Rescreener | Keeper, ...]:
    """Return what runs beside requests, a thread each."""
    return (
        parts.relay,
        parts.rescreener,
        parts.badges,
        parts.retention,
        parts.membership,
        parts.proofs,
        parts.accounts,
        parts.own_data,
        parts.counting,
    )
