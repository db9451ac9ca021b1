"""Logging that cannot hold what somebody typed: event names and ids pass, every other string becomes its length."""

import json
import logging
import sys
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from uuid import UUID

_STANDARD: Final = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "taskName"}


def safe_value(value: object) -> object:
    """Return ``value`` when it can hold no text, else ``<type length>``."""
    match value:
        case None | bool() | int() | float():
            return value
        case Enum():
            return str(value.value)
        case UUID() | timedelta() | datetime():
            return str(value)
        case str():
            return f"<str {len(value)}>"
        case _:
            return f"<{type(value).__name__}>"


class SafeFormatter(logging.Formatter):
    """One JSON line a record; of our own records the event name and safe extras, of others' only place and level.

    The message of a foreign logger may hold anything (a URL, a parameter), so it is never written; an exception leaves
    its type and the code lines it passed, not its message.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one JSON line."""
        ours = record.name.startswith("medpeer")
        line: dict[str, object] = {
            "at": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "event": record.msg
            if ours and isinstance(record.msg, str) and not record.args
            else f"line {record.lineno}",
        }
        line |= {key: safe_value(value) for key, value in vars(record).items() if key not in _STANDARD}
        if record.exc_info and record.exc_info[0]:
            line |= _trace(record)
        return json.dumps(line)


def _trace(record: logging.LogRecord) -> dict[str, object]:
    kind, _, traceback = record.exc_info or (None, None, None)
    frames = []
    while traceback:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{traceback.tb_lineno}:{code.co_name}")
        traceback = traceback.tb_next
    return {"exception": kind.__name__ if kind else None, "frames": frames}


def configure_logging(level: str = "INFO") -> None:
    """Send every logger through the safe formatter to standard error; called once by the composition root."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SafeFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Their progress is no event of the product.
    for chatty in ("alembic", "werkzeug", "engineio", "socketio", "mail.log"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
