"""How soon a register that speaks against a member ends what they have open: their socket, and their next page.

The product is served as operators serve it, over the demo; members sign in and sit on a socket each. Then an operator's
command, in a process of its own, loads a file that names one of them: a list of excluded persons, or of numbers out of
use. Counted is the time from the commit of that file until the socket is gone, and until a page is refused. Beside it
stands what a daily comparison of lists, the usual practice, would need on average: half a day.

    .venv/bin/python -m bench.holds --members 6
"""

import argparse
import logging
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import environ
from pathlib import Path
from typing import Any, Final

import requests
import socketio

from medpeer.cli.demo import content
from medpeer.cli.demo.people import PASSWORD

ROOT: Final = Path(__file__).parents[1]
ASKED_S: Final = 2.0
HALF_A_DAY_S: Final = 12 * 3600.0
PATIENCE_S: Final = 60.0
LEIE_HEADER: Final = (
    "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,"
    "EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE"
)


class BenchError(RuntimeError):
    """Something went otherwise than planned; nothing was measured."""


@dataclass
class Sitting:
    """A member with a page and a socket open."""

    npi: str
    browser: requests.Session
    client: socketio.Client
    gone_at: list[float] = field(default_factory=list)

    def is_refused(self, home: str) -> bool:
        """Tell whether a clinical page turns them away."""
        answer = self.browser.get(f"{home}/cases", allow_redirects=False, timeout=PATIENCE_S)
        return answer.status_code != requests.codes.ok


def sit_down(home: str, person: Mapping[str, Any]) -> Sitting:
    """Sign a member of the demo in and open their socket."""
    browser = requests.Session()
    page = browser.get(f"{home}/sign-in", timeout=PATIENCE_S).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    form = {"csrf_token": token[1] if token else "", "email": person["email"], "password": PASSWORD}
    browser.post(f"{home}/sign-in", data=form, headers={"Origin": home}, timeout=PATIENCE_S)
    sitting = Sitting(person["npi"], browser, socketio.Client(reconnection=False, http_session=browser))
    if sitting.is_refused(home):
        raise BenchError(f"{person['email']} cannot sign in.")
    sitting.client.on("disconnect", lambda *_: sitting.gone_at.append(time.monotonic()))
    sitting.client.connect(home, transports=["websocket"], wait_timeout=PATIENCE_S)
    return sitting


@contextmanager
def served(env: Mapping[str, str]) -> Iterator[str]:
    """Seed the demo, serve it, and yield its address."""
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, "up"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own code
    gunicorn = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{env['PORT']}", "wsgi:app"]
    server = subprocess.Popen([sys.executable, *gunicorn], cwd=ROOT, env=env)  # noqa: S603 - our own code
    home = f"http://127.0.0.1:{env['PORT']}"
    try:
        wait_ready(home)
        yield home
    finally:
        server.terminate()
        server.wait()


def wait_ready(home: str) -> None:
    """Wait until the server answers."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{home}/readyz", timeout=PATIENCE_S).status_code == requests.codes.ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    message = "The server did not start."
    raise BenchError(message)


def excluded(folder: Path, names: list[str]) -> tuple[str, Path]:
    """Return the register and a whole list of excluded persons with ``names`` on it."""
    rows = (f"NOBODY,NO,,,,,,{npi},,,,NE,,1128a1,20261101,00000000,00000000," for npi in names)
    path = folder / "UPDATED.csv"
    path.write_text("\n".join((LEIE_HEADER, *rows)) + "\n")
    return "leie", path


def out_of_use(folder: Path, names: list[str]) -> tuple[str, Path]:
    """Return the register and a list of numbers out of use with ``names`` on it."""
    rows = (f"{npi},11/01/2026" for npi in names)
    path = folder / f"NPPES Deactivated NPI Report {time.strftime('%Y%m%d')}.csv"
    path.write_text("\n".join(("NPPES Deactivated Records,", "NPI,NPPES Deactivation Date", *rows)) + "\n")
    return "nppes", path


def committed(database: Path, before: int, seen: list[float]) -> None:
    """Note when the next file's changes are there for every process to read."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        while changes(connection) <= before:
            time.sleep(0.002)
    seen.append(time.monotonic())


def changes(connection: sqlite3.Connection) -> int:
    """Return how many changes of members the registers have told."""
    return int(connection.execute("SELECT count(*) FROM register_change").fetchone()[0])


def hold(
    home: str, env: Mapping[str, str], database: Path, sitting: Sitting, file: tuple[str, Path]
) -> tuple[float, float]:
    """Load ``file`` in another process; return seconds from its commit to the cut socket, and to the refused page."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        before = changes(connection)
    seen: list[float] = []
    watch = threading.Thread(target=committed, args=(database, before, seen), daemon=True)
    watch.start()
    command = [
        sys.executable,
        "-m",
        "flask",
        "--app",
        "wsgi",
        "register",
        "import",
        file[0],
        "--may-shrink",
        str(file[1]),
    ]
    loading = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)  # noqa: S603 - our own code
    watch.join(PATIENCE_S)
    deadline = time.monotonic() + PATIENCE_S
    while not sitting.is_refused(home) and time.monotonic() < deadline:
        time.sleep(0.02)
    refused = time.monotonic()
    while not sitting.gone_at and time.monotonic() < deadline:
        time.sleep(0.01)
    if loading.wait() or not seen or not sitting.gone_at:
        message = "The file was not loaded, or nobody was cut."
        raise BenchError(message)
    return sitting.gone_at[0] - seen[0], refused - seen[0]


def measure(folder: Path, count: int) -> dict[str, list[tuple[float, float]]]:
    """Hold ``count`` members by each kind of file, and return what each took."""
    env = dict(environ) | {"MEDPEER_DATA_DIR": str(folder / "data"), "MEDPEER_DEMO": "1", "PORT": str(free_port())}
    env["MEDPEER_LOG_LEVEL"] = "ERROR"
    people = [one for one in content.physicians() if one["standing"] == "active" and not one["roles"]][: 2 * count]
    taken: dict[str, list[tuple[float, float]]] = {}
    with served(env) as home:
        sittings = [sit_down(home, one) for one in people]
        database = next((folder / "data").glob("*.db"))
        for written, part in ((excluded, sittings[:count]), (out_of_use, sittings[count:])):
            names: list[str] = []
            for sitting in part:
                names.append(sitting.npi)
                took = hold(home, env, database, sitting, written(folder, names))
                taken.setdefault(written.__name__, []).append(took)
    return taken


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--members", type=int, default=6, help="members held by each kind of file (default: 6)")
    options = parser.parse_args()
    # The client speaks of every connection that is cut; here that is what is wanted.
    logging.getLogger("engineio.client").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        taken = measure(Path(folder), options.members)
    print(f"{'file':<14}{'members':>8}{'socket cut, s':>20}{'page refused, s':>20}{'slowest / asked':>18}")
    for name, both in taken.items():
        sockets, pages = zip(*both, strict=True)
        slowest = max(*sockets, *pages) / ASKED_S
        print(f"{name:<14}{len(both):>8}{spread(sockets):>20}{spread(pages):>20}{slowest:>18.2f}")
    every = [value for both in taken.values() for pair in both for value in pair]
    times = HALF_A_DAY_S / statistics.median(every)
    print(f"\nA daily comparison takes half a day on average: {times:,.0f} times as long.")


def spread(values: tuple[float, ...]) -> str:
    """Return median and slowest."""
    return f"{statistics.median(values):.2f} (max {max(values):.2f})"


if __name__ == "__main__":
    main()
