"""Make sure that a Chromium is there for the browser tests, or say plainly what to do."""

import os
import shutil
import subprocess
import sys

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "No Chromium was found, and only root can install one by apt. Install the package `chromium` "
    "(or set CHROMIUM to a browser's path), then run `make test` again."
)


def find_browser() -> str | None:
    """Return the path of a Chromium on this machine, or ``None``."""
    given = os.environ.get("CHROMIUM")
    return given or next((path for name in CANDIDATES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's Chromium; output is shown only when it fails."""
    print("Installing Chromium for the browser tests …", flush=True)
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed commands
        if done.returncode:
            sys.exit(f"{done.stdout}{done.stderr}\n{ADVICE}")


if __name__ == "__main__" and not find_browser():
    if os.geteuid() or not shutil.which("apt-get"):
        sys.exit(ADVICE)
    install()
