"""Threads and posts as anyone would write them: through the gate and the services."""

from itertools import count

from medpeer.accounts.actor import Actor
from medpeer.core.db import Database
from medpeer.discussions import queries, service
from medpeer.discussions.models import (
    AgeBand,
    AskType,
    ConfirmedBy,
    Consent,
    CritiqueQuestion,
    Sex,
    Urgency,
)
from medpeer.discussions.policy import POST_SURFACES, TITLE_SURFACES
from medpeer.discussions.vocabulary import SpaceKind
from medpeer.gate import Surface
from tests.factories.texts import cleared

_KEYS = count(1)


def new_key() -> str:
    """Return a form's key that no other form has."""
    return f"test-form-{next(_KEYS):06d}"


class Discussions:
    """Makes threads and posts in the test's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def thread(
        self,
        actor: Actor,
        *,
        space: str = "nephrology",
        title: str = "Low potassium, high pressure: what next?",
        body: str = "A man in his late 40s has **falling potassium** and new hypertension.",
        urgency: Urgency | None = Urgency.THIS_WEEK,
        shows_name: bool = False,
        client_key: str | None = None,
    ) -> int:
        """Open a thread and return its id."""
        with self._database.transaction() as session:
            place = queries.access_space(session, actor, space)
            is_case = place.kind is SpaceKind.CASE
            thread = service.open_thread(
                session,
                actor,
                place,
                service.NewThread(
                    title=cleared(session, title, TITLE_SURFACES[place.kind]),
                    body=cleared(session, body, POST_SURFACES[place.kind]),
                    ask=AskType.DIAGNOSIS if is_case else None,
                    urgency=urgency if is_case else None,
                    age_band=AgeBand.Y45 if is_case else None,
                    sex=Sex.MAN if is_case else None,
                    consent=Consent.ANONYMISED if is_case else None,
                    shows_name=shows_name,
                    client_key=client_key or new_key(),
                ),
            )
            return thread.id

    def reply(
        self,
        actor: Actor,
        thread_id: int,
        body: str = "Look at the drug chart for azoles before the gene panel.",
        *,
        parent_id: int | None = None,
        question: CritiqueQuestion | None = None,
        shows_name: bool = False,
        client_key: str | None = None,
    ) -> int:
        """Add a reply and return its id."""
        with self._database.transaction() as session:
            thread = queries.access_thread(session, actor, thread_id)
            post = service.add_post(
                session,
                actor,
                thread,
                cleared(session, body, Surface.CASE_POST),
                parent_id=parent_id,
                question=question,
                shows_name=shows_name,
                client_key=client_key or new_key(),
            )
            return post.id

    def edit(self, actor: Actor, post_id: int, body: str) -> None:
        """Change a post."""
        with self._database.transaction() as session:
            post = queries.access_post(session, actor, post_id)
            service.edit_post(session, actor, post, cleared(session, body, Surface.CASE_POST))

    def solve(self, actor: Actor, thread_id: int, diagnosis: str = "Pseudohyperaldosteronism on posaconazole") -> None:
        """Give a thread its outcome."""
        with self._database.transaction() as session:
            thread = queries.access_thread(session, actor, thread_id)
            service.solve_thread(
                session,
                actor,
                thread,
                service.NewOutcome(
                    diagnosis=cleared(session, diagnosis, Surface.OUTCOME),
                    summary=cleared(session, "Potassium 4.1 four weeks after the change.", Surface.OUTCOME),
                    lesson=cleared(session, "Check the drug chart for azoles.", Surface.OUTCOME),
                    confirmed_by=ConfirmedBy.RESPONSE,
                    certainty_percent=95,
                ),
            )

    def opening_post(self, actor: Actor, thread_id: int) -> int:
        """Return the id of a thread's opening post."""
        with self._database.reading() as session:
            return queries.thread_page(session, actor, thread_id).opening.id
