"""A hospital's sign-in, running beside the tests, and a browser's way there and back."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, urlsplit

SECRET = "a secret shared by two servers"
ROOT = Path(__file__).parents[2]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


@dataclass
class Hospital:
    """One running sign-in."""

    slug: str
    issuer: str

    def name(self, sub: str, email: str = "", *, verified: bool = True, **more: Any) -> None:
        """Let whoever comes next be this person; what was twisted is straight again."""
        self._post("person", {"sub": sub, "email": email, "email_verified": verified, **more})

    def twist(self, **how: Any) -> None:
        """Let what it says next be wrong."""
        self._post("twist", how)

    def new_key(self) -> None:
        """Sign with another key from now on."""
        self._post("new-key", {})

    def departure(self, **claims: Any) -> str:
        """Return its signed word that somebody signed out."""
        return self._post("departure", claims)

    def visit(self, address: str) -> tuple[str, dict[str, str]]:
        """Follow a browser to the sign-in and return the path it is sent back to, and what it carries."""
        opener = urllib.request.build_opener(_Stay)
        try:
            opener.open(address, timeout=5)
        except urllib.error.HTTPError as answer:
            back = answer.headers.get("Location", "")
            answer.close()
        parts = urlsplit(back)
        return parts.path, {key: values[0] for key, values in parse_qs(parts.query).items()}

    def _post(self, path: str, data: dict[str, Any]) -> str:
        body = json.dumps(data).encode()
        asked = urllib.request.Request(f"{self.issuer}/{path}", body, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310 - our own process
            return str(answer.read().decode())


@contextmanager
def running(slug: str) -> Iterator[Hospital]:
    """Run a sign-in in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-W", "ignore", "-m", "tests.factories.hospital_server", str(port), SECRET]
    process = subprocess.Popen(  # noqa: S603 - fixed command
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"AUTHLIB_INSECURE_TRANSPORT": "1"}
    )
    try:
        _wait(port, process)
        yield Hospital(slug, f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = "the hospital's sign-in did not start"
    raise RuntimeError(message)


def providers_file(folder: Path, *hospitals: Hospital, **more: dict[str, Any]) -> Path:
    """Write the operator's file for some hospitals, whose domains are ``<slug without its hyphens>.example``.

    ``more`` says otherwise of one of them, by its slug with underscores.
    """
    (folder / "hospital.secret").write_text(SECRET)
    tables = []
    for one in hospitals:
        usual: dict[str, Any] = {
            "name": one.slug.replace("-", " ").title(),
            "issuer": one.issuer,
            "client_id": "medpeer",
            "client_secret_file": "hospital.secret",
            "domains": [f"{one.slug.replace('-', '')}.example"],
        }
        said = usual | more.get(one.slug.replace("-", "_"), {})
        # What JSON writes of texts, numbers and lists is TOML too.
        tables.append("\n".join([f"[{one.slug}]", *(f"{key} = {json.dumps(value)}" for key, value in said.items())]))
    path = folder / "hospitals.toml"
    path.write_text("\n".join(tables) + "\n")
    return path
