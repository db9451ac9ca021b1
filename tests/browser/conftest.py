"""A real server over seeded demo data, and a real Chromium. One server a test session."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from config import load_settings
from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Standing
from medpeer.app import create_app
from medpeer.cli.demo.people import PASSWORD
from medpeer.cli.seed import seed_demo
from medpeer.core.db import Database
from tests.conftest import settings_env, state_of
from tests.factories.people import People
from tools.browser_setup import find_browser

ROOT = Path(__file__).parents[2]
START_S = 30
# Machines that run tests are shared; what is waited for comes, sometimes late.
expect.set_options(timeout=30_000)


@dataclass
class Live:
    """A running server."""

    url: str
    data_dir: Path
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it is ready."""
        port = self.url.rsplit(":", 1)[1]
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "gunicorn.conf.py",
            "--bind",
            f"127.0.0.1:{port}",
            "wsgi:app",
        ]
        log = (self.data_dir / "server.log").open("ab")
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)  # noqa: S603
        log.close()
        deadline = time.monotonic() + START_S
        while not self._ready():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise RuntimeError((self.data_dir / "server.log").read_text()[-4000:])
            time.sleep(0.1)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:  # noqa: S310 - our own server
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the server."""
        if self.process:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            self.process = None


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def seeded_dir(migrated_dir: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a data folder with the demo in it; copied, never used itself. Workers share the one that came first."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    target = shared / "seeded"
    with (shared / "seeding.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            draft = own / "seeding"
            shutil.copytree(migrated_dir, draft)
            seed(draft)
            draft.rename(target)
    return target


def seed(data_dir: Path) -> None:
    """Put the demo into an empty database."""
    app = create_app(load_settings(settings_env(data_dir)))
    parts = state_of(app)
    parts.mail_sink.start()
    seed_demo(parts.database, parts.relay, institution_domains=parts.settings.institution_domains)
    parts.mail_sink.stop()
    parts.database.engine.dispose()


@pytest.fixture(scope="session")
def live(seeded_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Return a running server over its own copy of the demo."""
    data_dir = tmp_path_factory.mktemp("live") / "data"
    shutil.copytree(seeded_dir, data_dir)
    port = free_port()
    env = {**os.environ, **settings_env(data_dir), "PORT": str(port), "MEDPEER_DEMO": "1"}
    server = Live(url=f"http://127.0.0.1:{port}", data_dir=data_dir, env=env)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def live_people(live: Live) -> Iterator[People]:
    """Return a maker of accounts in the running server, as another process beside it makes them."""
    app = create_app(load_settings(settings_env(live.data_dir)))
    database = state_of(app).database
    yield People(app, database)
    database.engine.dispose()


@pytest.fixture
def live_database(live_people: People) -> Database:
    """Return the running server's database, as another process has it."""
    return live_people.database


Newcomer = Callable[..., Actor]


@pytest.fixture
def newcomer(live_people: People) -> Newcomer:
    """Return a maker of accounts whose password is `tests.factories.people.PASSWORD`.

    For tests that change what an account is or how it signs in: the demo's own people are everybody's.
    """

    def make(email: str, standing: Standing = Standing.ACTIVE) -> Actor:
        return live_people.physician(email=email, standing=standing, badges_shared_by=20)

    return make


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@dataclass
class Watched:
    """What a page did that it must not: requests elsewhere, console errors."""

    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Visitor = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, live: Live) -> Iterator[Visitor]:
    """Return a maker of pages, each in a context of its own; signed in when an address is given.

    At the end no page may have asked another host for anything or written an error to its console.
    """
    contexts: list[BrowserContext] = []
    watched = Watched()

    def open_page(
        email: str | None = None,
        *,
        width: int = 1280,
        scheme: str = "light",
        scripts: bool = True,
        expected: tuple[str, ...] = (),
    ) -> Page:
        context = chromium.new_context(
            base_url=live.url,
            viewport={"width": width, "height": 844 if width < 720 else 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
            has_touch=width < 720,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        watch(page, watched, live.url, expected)
        if email:
            sign_in(page, email)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert watched.elsewhere == []
    assert watched.errors == []


def watch(page: Page, watched: Watched, home: str, statuses: tuple[str, ...] = ()) -> None:
    """Note what ``page`` does that it must not; ``statuses`` are those that the test itself brings about."""

    def on_request(request: Request) -> None:
        if not request.url.startswith((home, home.replace("http", "ws", 1), "data:", "blob:")):
            watched.elsewhere.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        # The browser reports by itself what was asked for here: a refused text (422), a page that is not there.
        asked_for = any(status in message.text for status in ("422", *statuses))
        expected = asked_for or ("NOT FOUND" in message.text and page.url.endswith("/nowhere"))
        if message.type == "error" and not expected:
            watched.errors.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: watched.errors.append(str(error)))


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Sign in through the form."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
