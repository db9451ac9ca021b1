"""What the applicant's page shows, read in one go and put into words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts.actor import Actor
from medpeer.accounts.handles import choose_handle
from medpeer.accounts.models import Standing
from medpeer.accounts.queries import AccountView
from medpeer.discussions import queries as discussions
from medpeer.discussions.queries import RoundItem
from medpeer.licensing import policy
from medpeer.licensing.evidence import Possession
from medpeer.licensing.models import OPEN_STATUSES, ClaimStatus
from medpeer.licensing.npi import print_npi
from medpeer.licensing.policy import CheckFinding, CheckKind
from medpeer.licensing.queries import claims, consulting, members
from medpeer.licensing.queries.badges import own_badge
from medpeer.licensing.queries.claims import Application
from medpeer.licensing.queries.waiting import UsualWait, usual_wait
from medpeer.web.licensing import waiting_words, words
from medpeer.web.licensing.way_words import Started, read_started, way_items
from medpeer.web.state import reading, state

_SETTLED: Final = frozenset({Standing.EMAIL_OK, Standing.ACTIVE})
"""Where nothing changes without the applicant."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Everything the onboarding page shows of one person."""

    actor: Actor
    view: AccountView
    application: Application | None
    possession: Possession
    started: Started
    handle: str
    badge: str
    usual: UsualWait | None
    may_appeal: bool
    first_case: RoundItem | None
    now: datetime

    @property
    def email_domain(self) -> str:
        """The domain of the proved address."""
        return self.view.email.rpartition("@")[2]

    @property
    def may_change(self) -> bool:
        """Whether a claim can be filed or changed."""
        made = self.application.decisions if self.application else ()
        return policy.may_file(self.actor.standing, [decision.reviewer_id for decision in made])

    @property
    def stage(self) -> str:
        """A word for where the application is: while it stays the same, only the lists on the page can change."""
        one = self.application
        claim = (one.claim.id, one.claim.status.value, len(one.decisions)) if one else ()
        return state().database.context.vault.digest("stage", repr((self.actor.standing.value, claim)))[:16]


def read_applicant(actor: Actor) -> Applicant:
    """Return what there is to show of the person who acts."""
    with reading() as session:
        return _read(session, actor)


def _read(session: Session, actor: Actor) -> Applicant:
    context = state().database.context
    view = accounts.view_account(session, actor)
    application = claims.find_application(session, actor)
    domains = state().settings.institution_domains
    proved = frozenset() if application else consulting.possession_by_email(session, view.email, domains)
    return Applicant(
        actor=actor,
        view=view,
        application=application,
        possession=application.possession if application else proved,
        started=read_started(session, application.claim) if application else Started(),
        handle=choose_handle(context.vault, "onboarding", actor.physician_id, ()),
        badge=own_badge(session, actor.physician_id) if actor.is_verified else "",
        usual=usual_wait(session) if application and application.place else None,
        may_appeal=members.may_appeal(session, actor.physician_id),
        first_case=discussions.first_case(session, actor) if actor.is_verified else None,
        now=context.clock.now(),
    )


def live_context(shown: Applicant) -> Mapping[str, Any]:
    """Return what the parts of the page need that change while somebody waits."""
    one = shown.application
    return {
        "view": shown.view,
        "application": one,
        "stage": shown.stage,
        "waits": one is not None and shown.actor.standing is Standing.NEEDS_REVIEW,
        "is_live": shown.actor.standing not in _SETTLED,
        "exist_items": _register_items(shown, one) if one else words.coming_items(),
        "checked_at": max((row.checked_at for row in one.checks), default=None) if one else None,
        "proofs": _proof_items(shown),
        "ways": way_items(shown.started, email_domain=shown.email_domain, takes_code=_takes_code(one)),
        "may_prove": one is not None and one.claim.status in OPEN_STATUSES,
        "place_words": waiting_words.place_words(one.place) if one and one.place else "",
        "usual_words": waiting_words.usual_words(shown.usual),
        "steps": waiting_words.next_steps(one.checks if one else (), may_change=shown.may_change),
    }


def page_context(shown: Applicant) -> Mapping[str, Any]:
    """Return what the rest of the page needs."""
    one = shown.application
    return {
        "npi": print_npi(one.claimed.npi) if one and one.claimed.npi else "",
        "may_change": shown.may_change,
        "may_appeal": shown.may_appeal,
        "refused": _refused_words(one),
        "question": _question(one),
        "handle": shown.handle,
        "badge": shown.badge,
        "specialty": one.record.specialty if one and one.record else None,
        "first_case": shown.first_case,
    }


def _takes_code(application: Application | None) -> bool:
    return application is None or not application.claimed.is_abroad


def _register_items(shown: Applicant, one: Application) -> list[words.CheckItem]:
    checks = [row for row in one.checks if row.kind is not CheckKind.POSSESSION]
    return words.check_items(checks, one.claimed, one.record, now=shown.now)


def _proof_items(shown: Applicant) -> list[words.CheckItem]:
    one = shown.application
    return words.proof_items(
        shown.possession, shown.email_domain, _possession_finding(one), one.shown_on if one else None
    )


def _possession_finding(application: Application | None) -> CheckFinding | None:
    rows = application.checks if application else ()
    return next((row.finding for row in rows if row.kind is CheckKind.POSSESSION), None)


def _refused_words(application: Application | None) -> str:
    if application is None or application.claim.status is not ClaimStatus.REJECTED:
        return ""
    return words.REFUSED.get(application.decisions[-1].reason, "")


def _question(application: Application | None) -> str:
    if application is None or application.claim.status is not ClaimStatus.MORE_INFO:
        return ""
    note = application.decisions[-1].note
    return note.value if note else ""
