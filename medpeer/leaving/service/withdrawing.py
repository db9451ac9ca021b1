"""Withdrawing somebody's texts from one conversation. Others' answers stay and stay readable."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from medpeer import gate
from medpeer.chat.service import withdraw_messages
from medpeer.core.db import context_of
from medpeer.critiques.service import withdraw_notes
from medpeer.discussions.service.withdrawing import withdraw_posts
from medpeer.gate import Examined, RawText, Surface, examine
from medpeer.leaving import policy, queries
from medpeer.leaving.models import Withdrawal
from medpeer.leaving.service.announcing import Chance

WORDS: Final = "Withdrawn by author"
SURFACES: Final = (
    Surface.CASE_TITLE,
    Surface.CASE_POST,
    Surface.CRITIQUE_POST,
    Surface.PRACTICE_TITLE,
    Surface.PRACTICE_POST,
    Surface.OUTCOME,
    Surface.CHAT_MESSAGE,
)
Words = Mapping[Surface, Examined]


def examine_words() -> Words:
    """Return what stands in the place of a withdrawn text, examined for each surface; before any transaction."""
    return {surface: examine(RawText(WORDS), surface) for surface in SURFACES}


def choose_due(session: Session, chance: Chance) -> tuple[int, ...]:
    """Return the conversations to withdraw in this round: one of a person at most. The others get another moment.

    Everything that fell due while a server stood still would go at once, and be known by that as one person's.
    """
    now, chosen = context_of(session).clock.now(), dict[int, int]()
    for one in queries.list_withdrawals(session):
        if now - one.due_at > policy.MISSED_AFTER or one.physician_id in chosen:
            one.due_at = now + policy.SPREAD * chance()
        else:
            chosen[one.physician_id] = one.id
    return tuple(chosen.values())


def withdraw(session: Session, withdrawal_id: int, words: Words, chance: Chance) -> bool:
    """Withdraw the texts of one conversation and tell whether that was done; an open report puts it off for days."""
    one = session.get_one(Withdrawal, withdrawal_id)
    if queries.has_open_report(session, one.physician_id, thread_id=one.thread_id, room_id=one.room_id):
        one.due_at = context_of(session).clock.now() + policy.POSTPONED * (0.3 + 0.7 * chance())
        return False
    gone: list[int] = []
    if one.thread_id is not None:
        gone += withdraw_posts(session, one.physician_id, one.thread_id, words)
        gone += withdraw_notes(session, one.physician_id, one.thread_id)
    elif one.room_id is not None:
        gone += withdraw_messages(session, one.physician_id, one.room_id, words[Surface.CHAT_MESSAGE])
    gate.forget(session, gone)
    session.delete(one)
    return True
