"""What an impostor hands in, and how one is made."""

from collections.abc import Callable
from typing import Any

from bench.onboarding.world import World

Trick = Callable[[World], "list[dict[str, Any]] | dict[str, Any]"]
"""Makes what it needs in the world and returns the application; of several, the last is the impostor's."""
