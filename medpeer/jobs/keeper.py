"""What goes on beside requests: a round every so often, in a thread of its own, while the server runs."""

import logging
import threading
from abc import ABC, abstractmethod
from typing import ClassVar

STOP_S = 30.0
"""How long ``stop`` waits for the round that is under way."""


class Keeper(ABC):
    """Makes its rounds beside requests between ``start`` and ``stop``; or one by hand: ``run_once``."""

    every_s: ClassVar[float]
    """Seconds between two rounds."""
    first_after_s: ClassVar[float | None] = None
    """Seconds before the first round, where it is not ``every_s``."""

    def __init__(self) -> None:
        """Stand still until ``start``."""
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def run_once(self) -> object:
        """Make one round."""

    def prepare(self) -> None:  # noqa: B027 - most keepers have nothing to do here
        """Do what comes before the first round in the background; tried again until it succeeds."""

    def start(self) -> None:
        """Go round in a background thread until ``stop``."""
        self._thread = threading.Thread(target=self._loop, name=type(self).__name__, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the background thread after the round that is under way."""
        self._stopped.set()
        if self._thread:
            self._thread.join(timeout=STOP_S)

    def _loop(self) -> None:
        wait_s, prepared = self.first_after_s or self.every_s, False
        while not self._stopped.wait(wait_s):
            wait_s = self.every_s
            try:
                if not prepared:
                    self.prepare()
                    prepared = True
                self.run_once()
            except Exception:  # the job edge: what was not possible now, with a locked database say, is tried again
                logging.getLogger(type(self).__module__).exception("keeper.round_failed")
