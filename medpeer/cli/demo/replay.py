"""The demo's past as steps in time: each is what one physician did, through the services and the gate like anyone's.

Making the steps examines their texts; doing them, in a transaction, clears what passed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.accounts.models import Specialty
from medpeer.chat import queries as chat_queries
from medpeer.chat import service as chat
from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.cli.demo.people import add_applicant, examine_names
from medpeer.critiques import service as critiques
from medpeer.critiques.policy import SPACE as PAPERS
from medpeer.critiques.vocabulary import guess_design
from medpeer.discussions import queries
from medpeer.discussions import service as discussions
from medpeer.discussions.models import (
    AgeBand,
    AskType,
    ConfirmedBy,
    Consent,
    CritiqueQuestion,
    Post,
    Setting,
    Sex,
    SpaceKind,
    Thread,
    Urgency,
)
from medpeer.discussions.policy import POST_SURFACES, TITLE_SURFACES
from medpeer.gate import Candidate, Examined, RawText, Surface, clear, clear_together, examine, examine_together

DAYS_TO_OUTCOME: Final = 4
HOURS_BETWEEN_APPLICANTS: Final = 7

Texts = Mapping[str, Examined]


@dataclass(frozen=True, slots=True)
class Step:
    """One act at one moment."""

    at: datetime
    act: Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that happened before ``now``, as steps to be done in order of time."""

    now: datetime
    institution_domains: tuple[str, ...]
    # Filled when the members are there, which is before any step is done.
    actors: dict[str, Actor] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def thread_steps(self, row: Row) -> Iterator[Step]:
        """Yield the steps of one case or practice thread."""
        asked = self.now - timedelta(days=row["age_days"])
        opened: list[Thread] = []
        kind = _kind(row)
        texts = _examine({"title": TITLE_SURFACES[kind], "body": POST_SURFACES[kind]}, row)
        yield Step(asked, lambda session: opened.append(self._open(session, row, texts)))
        yield from self.post_steps(row, asked, opened)
        if "outcome" in row:
            # An outcome follows what was said, some days later where there were some.
            last = max((post["after_hours"] for post in row.get("post", [])), default=0)
            at = min(asked + timedelta(hours=last, days=DAYS_TO_OUTCOME), self.now - timedelta(hours=1))
            told = _examine(dict.fromkeys(("diagnosis", "summary", "lesson"), Surface.OUTCOME), row["outcome"])
            yield Step(at, lambda session: self._solve(session, row, opened[0], told))

    def post_steps(self, row: Row, asked: datetime, opened: list[Thread]) -> Iterator[Step]:
        """Yield the posts and replies of a thread; ``opened`` holds it by the time they run."""
        for number, post in enumerate(row.get("post", [])):
            key = f"{row['key']}-{number}"
            at = asked + timedelta(hours=post["after_hours"])
            yield Step(at, self._adding(row, post, opened, key, None))
            if post.get("helpful"):
                yield Step(at + timedelta(hours=2), self._marking(row["author"], key))
            for reply_number, reply in enumerate(post.get("reply", [])):
                replied = asked + timedelta(hours=reply["after_hours"])
                yield Step(replied, self._adding(row, reply, opened, f"{key}-{reply_number}", key))

    def room_steps(self, row: Row) -> Iterator[Step]:
        """Yield the messages of one room."""
        for number, message in enumerate(row["message"]):
            yield Step(
                self.now - timedelta(minutes=message["minutes_ago"]),
                self._saying(row["slug"], message, f"demo-{row['slug']}-{number}"),
            )

    def paper_steps(self, row: Row) -> Iterator[Step]:
        """Yield the steps of one paper: put up by its host, then discussed under the four questions."""
        asked = self.now - timedelta(days=row["age_days"])
        opened: list[Thread] = []
        texts = _examine_paper(row)
        yield Step(asked, lambda session: opened.append(self._put_up(session, row, texts)))
        yield from self.post_steps(row, asked, opened)

    def applicant_steps(self, row: Row, waited: timedelta) -> Iterator[Step]:
        """Yield the onboarding of one applicant, ``waited`` ago."""
        names = examine_names(row)
        yield Step(self.now - waited, lambda session: add_applicant(session, row, names, self.institution_domains))

    def _put_up(self, session: Session, row: Row, texts: Texts) -> Thread:
        new = critiques.NewPaper(
            **clear_together(session, texts),
            year=row["year"],
            doi=row["doi"],
            pmid=None,
            design=guess_design(row["design"]),
            participants=row["n"],
            shows_name=False,
            client_key=f"demo-{row['key']}",
        )
        paper = critiques.add_paper(session, self.actors[row["host"]], new)
        return session.get_one(Thread, paper.thread_id)

    def _open(self, session: Session, row: Row, texts: Texts) -> Thread:
        actor = self.actors[row["author"]]
        space = queries.access_space(session, actor, row["space"])
        new = discussions.NewThread(
            title=clear(session, texts["title"]),
            body=clear(session, texts["body"]),
            ask=AskType(row["ask"]) if "ask" in row else None,
            urgency=Urgency(row["urgency"]) if "urgency" in row else None,
            age_band=AgeBand(row["age_band"]) if "age_band" in row else None,
            sex=Sex(row["sex"]) if "sex" in row else None,
            setting=Setting(row["setting"]) if "setting" in row else None,
            consent=Consent(row["consent"]) if "consent" in row else None,
            shows_name=row["shows_name"],
            client_key=f"demo-{row['key']}",
        )
        return discussions.open_thread(session, actor, space, new)

    def _adding(
        self, row: Row, post: Row, opened: list[Thread], key: str, parent: str | None
    ) -> Callable[[Session], None]:
        body = examine(RawText(post["body"].strip()), POST_SURFACES[_kind(row)])

        def act(session: Session) -> None:
            actor = self.actors[post["author"]]
            queries.access_space(session, actor, row["space"])
            self.posts[key] = discussions.add_post(
                session,
                actor,
                opened[0],
                clear(session, body),
                parent_id=self.posts[parent].id if parent else None,
                question=CritiqueQuestion(post["question"]) if "question" in post else None,
                shows_name=post.get("shows_name", False),
                client_key=f"demo-{key}",
            )

        return act

    def _marking(self, asker: str, key: str) -> Callable[[Session], None]:
        return lambda session: discussions.mark_helpful(session, self.actors[asker], self.posts[key])

    def _solve(self, session: Session, row: Row, thread: Thread, texts: Texts) -> None:
        outcome, told = row["outcome"], clear_together(session, texts)
        discussions.solve_thread(
            session,
            self.actors[row["author"]],
            thread,
            discussions.NewOutcome(
                diagnosis=told["diagnosis"],
                summary=told["summary"],
                lesson=told.get("lesson"),
                confirmed_by=ConfirmedBy(outcome["confirmed_by"]),
                certainty_percent=outcome["certainty"],
            ),
        )

    def _saying(self, slug: str, message: Row, key: str) -> Callable[[Session], None]:
        body = examine(RawText(message["body"].strip()), Surface.CHAT_MESSAGE)

        def act(session: Session) -> None:
            actor = self.actors[message["author"]]
            room = chat_queries.access_room(session, actor, slug)
            chat.send_message(session, actor, room, clear(session, body), key)

        return act


def _kind(row: Row) -> SpaceKind:
    if row["space"] == PAPERS:
        return SpaceKind.CRITIQUE
    return SpaceKind.CASE if row["space"] in set(Specialty) else SpaceKind.PRACTICE


def _examine(surfaces: Mapping[str, Surface], row: Row) -> Texts:
    given = ((name, RawText((row.get(name) or "").strip()), surface) for name, surface in surfaces.items())
    return examine_together({name: Candidate(raw, surface) for name, raw, surface in given if not raw.is_blank()})


def _examine_paper(row: Row) -> Texts:
    texts = {
        "title": row["title"],
        "thread_title": row["title"],
        "authors": "; ".join(row["authors"]),
        "journal": row["journal"],
        "opening": row["body"],
    } | {f"pico_{name}": value for name, value in row["pico"].items()}
    surfaces = {
        "title": Surface.PAPER_TITLE,
        "thread_title": TITLE_SURFACES[SpaceKind.CRITIQUE],
        "authors": Surface.PAPER_AUTHORS,
        "journal": Surface.PAPER_JOURNAL,
        "opening": Surface.CRITIQUE_POST,
    }
    return _examine({name: surfaces.get(name, Surface.PICO) for name in texts}, texts)


def all_steps(past: Past) -> list[Step]:
    """Return every step of the demo in order of time, all of its texts examined.

    Raises:
        IdentifiersFoundError: a text does not pass the gate.
    """
    steps = [step for row in content.threads() for step in past.thread_steps(row)]
    steps += [step for row in content.papers() for step in past.paper_steps(row)]
    for number, row in enumerate(content.applicants(), 1):
        steps += past.applicant_steps(row, timedelta(hours=number * HOURS_BETWEEN_APPLICANTS))
    steps += [step for row in content.rooms() for step in past.room_steps(row)]
    return sorted(steps, key=lambda step: step.at)
