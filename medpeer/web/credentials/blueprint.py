"""The blueprint, and the limits its views share."""

from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

bp: Final = Blueprint("credentials", __name__)

CODE_LIMIT: Final = "10 per 15 minutes"
"""Wrong codes of somebody who is signed in."""


def was_refused(response: Response) -> bool:
    """Tell whether a try counts: those that were let in do not."""
    return response.status_code >= 400  # noqa: PLR2004 - HTTP's errors
