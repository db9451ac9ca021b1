"""Limits of own data. Pure."""

from datetime import timedelta
from typing import Final

KEPT: Final = timedelta(hours=24)
"""How long a file waits to be fetched."""

FETCHING_FOR: Final = timedelta(hours=1)
"""How long a file that is being fetched stays, where the process ended before it could be destroyed."""

MAX_A_DAY: Final = 3
MAX_ATTEMPTS: Final = 3
