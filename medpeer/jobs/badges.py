"""Keeps what badges say in step with who is a member: soon after the start, then every hour."""

from typing import Final

from medpeer.accounts.badge_rules import refresh_badges
from medpeer.core.db import Database
from medpeer.jobs.keeper import Keeper

FIRST_AFTER_S: Final = 60.0
"""A server that has just started answers first; what was levelled before still stands."""
EVERY_S: Final = 3600.0


class BadgeKeeper(Keeper):
    """Levels badges now and then."""

    every_s = EVERY_S
    first_after_s = FIRST_AFTER_S

    def __init__(self, database: Database) -> None:
        """Keep the rules in ``database``."""
        super().__init__()
        self._database = database

    def run_once(self) -> int:
        """Level the badges and return how many kinds of members changed theirs."""
        with self._database.transaction() as session:
            return refresh_badges(session)
