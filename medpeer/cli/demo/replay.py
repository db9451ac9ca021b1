"""The demo's past as steps in time: each is what one physician did, through the services and the gate like anyone's."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from medpeer.accounts.actor import Actor
from medpeer.chat import queries as chat_queries
from medpeer.chat import service as chat
from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.discussions import queries
from medpeer.discussions import service as discussions
from medpeer.discussions.models import (
    AgeBand,
    AskType,
    ConfirmedBy,
    CritiqueQuestion,
    Post,
    Setting,
    Sex,
    SpaceKind,
    Thread,
    Urgency,
)
from medpeer.gate import ClearedText, RawText, Surface, clear

TITLES = {SpaceKind.CASE: Surface.CASE_TITLE, SpaceKind.PRACTICE: Surface.PRACTICE_TITLE}
BODIES = {
    SpaceKind.CASE: Surface.CASE_POST,
    SpaceKind.PRACTICE: Surface.PRACTICE_POST,
    SpaceKind.CRITIQUE: Surface.CRITIQUE_POST,
}
DAYS_TO_OUTCOME = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One act at one moment."""

    at: datetime
    act: Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that happened before ``now``, as steps to be done in order of time."""

    now: datetime
    actors: Mapping[str, Actor]
    posts: dict[str, Post] = field(default_factory=dict)

    def thread_steps(self, row: Row) -> Iterator[Step]:
        """Yield the steps of one case or practice thread."""
        asked = self.now - timedelta(days=row["age_days"])
        opened: list[Thread] = []
        yield Step(asked, lambda session: opened.append(self._open(session, row)))
        yield from self.post_steps(row, asked, opened)
        if "outcome" in row:
            # An outcome follows what was said, some days later where there were some.
            last = max((post["after_hours"] for post in row.get("post", [])), default=0)
            at = min(asked + timedelta(hours=last, days=DAYS_TO_OUTCOME), self.now - timedelta(hours=1))
            yield Step(at, lambda session: self._solve(session, row, opened[0]))

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

    def _open(self, session: Session, row: Row) -> Thread:
        actor = self.actors[row["author"]]
        space = queries.access_space(session, actor, row["space"])
        new = discussions.NewThread(
            title=clear(session, RawText(row["title"]), TITLES[space.kind]),
            body=clear(session, RawText(row["body"].strip()), BODIES[space.kind]),
            ask=AskType(row["ask"]) if "ask" in row else None,
            urgency=Urgency(row["urgency"]) if "urgency" in row else None,
            age_band=AgeBand(row["age_band"]) if "age_band" in row else None,
            sex=Sex(row["sex"]) if "sex" in row else None,
            setting=Setting(row["setting"]) if "setting" in row else None,
            shows_name=row["shows_name"],
            client_key=f"demo-{row['key']}",
        )
        return discussions.open_thread(session, actor, space, new)

    def _adding(
        self, row: Row, post: Row, opened: list[Thread], key: str, parent: str | None
    ) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            actor = self.actors[post["author"]]
            space = queries.access_space(session, actor, row["space"])
            self.posts[key] = discussions.add_post(
                session,
                actor,
                opened[0],
                clear(session, RawText(post["body"].strip()), BODIES[space.kind]),
                parent_id=self.posts[parent].id if parent else None,
                question=CritiqueQuestion(post["question"]) if "question" in post else None,
                shows_name=post.get("shows_name", False),
                client_key=f"demo-{key}",
            )

        return act

    def _marking(self, asker: str, key: str) -> Callable[[Session], None]:
        return lambda session: discussions.mark_helpful(session, self.actors[asker], self.posts[key])

    def _solve(self, session: Session, row: Row, thread: Thread) -> None:
        outcome = row["outcome"]
        discussions.solve_thread(
            session,
            self.actors[row["author"]],
            thread,
            discussions.NewOutcome(
                diagnosis=_outcome_text(session, outcome["diagnosis"]),
                summary=_outcome_text(session, outcome["summary"]),
                lesson=_outcome_text(session, outcome["lesson"]) if outcome.get("lesson") else None,
                confirmed_by=ConfirmedBy(outcome["confirmed_by"]),
                certainty_percent=outcome["certainty"],
            ),
        )

    def _saying(self, slug: str, message: Row, key: str) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            actor = self.actors[message["author"]]
            room = chat_queries.access_room(session, actor, slug)
            body = clear(session, RawText(message["body"].strip()), Surface.CHAT_MESSAGE)
            chat.send_message(session, actor, room, body, key)

        return act


def _outcome_text(session: Session, value: str) -> ClearedText:
    return clear(session, RawText(value.strip()), Surface.OUTCOME)


def all_steps(past: Past) -> list[Step]:
    """Return every step of the demo in order of time."""
    steps = [step for row in content.threads() for step in past.thread_steps(row)]
    steps += [step for row in content.rooms() for step in past.room_steps(row)]
    return sorted(steps, key=lambda step: step.at)
