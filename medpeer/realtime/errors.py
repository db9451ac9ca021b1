"""One table: what went wrong to what the sender is told. An acknowledgement holds no word of what was typed."""

from dataclasses import asdict
from typing import Any, Final

from medpeer.core.errors import InvalidInputError, MedpeerError, TooManyError
from medpeer.gate import IdentifiersFoundError

Ack = dict[str, Any]

CRASHED: Final = "Something broke on our side. Nothing was half-stored. Try again."


class BadArgumentsError(InvalidInputError):
    """An event came with arguments it does not take: an old page, or no page at all."""

    code = "realtime.bad_arguments"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This page is out of date. Copy your text, reload the page and send it again.")


class TooFastError(TooManyError):
    """Events come faster than a person types."""

    code = "realtime.too_fast"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("That was a lot in a short time. Wait a minute and try again. Nothing you typed was lost.")


def refusal(error: MedpeerError) -> Ack:
    """Return what the sender gets for a refusal made on purpose; findings by field, as the HTTP edge gives them."""
    answer: Ack = {"ok": False, "code": error.code, "advice": error.advice}
    if isinstance(error, IdentifiersFoundError):
        answer["fields"] = {name: {"spans": [asdict(one) for one in found]} for name, found in error.findings.items()}
    return answer


def crash() -> Ack:
    """Return what the sender gets for a defect: nothing of it."""
    return {"ok": False, "code": "realtime.crashed", "advice": CRASHED}
