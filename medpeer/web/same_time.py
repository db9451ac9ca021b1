"""Equal times for equal answers: what finds nothing to write takes as long as what does."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LONGER_THAN_A_MAIL_S: Final = 0.25
"""A write takes a few milliseconds; the mail that follows it is written in this process, while the next answers are."""


@contextmanager
def same_time() -> Iterator[None]:
    """Let the block take as long when it finds nothing to write, so that its time tells a stranger nothing.

    Requests that run beside it still feel the mail being written: ``docs/threat-model.md`` names that.
    """
    ends = time.monotonic() + LONGER_THAN_A_MAIL_S
    yield
    time.sleep(max(0.0, ends - time.monotonic()))
