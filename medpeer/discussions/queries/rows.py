"""What pages get: frozen rows without a physician's id."""

from dataclasses import dataclass
from datetime import datetime

from medpeer.accounts.models import Specialty
from medpeer.core.content import Visibility
from medpeer.deid import Topic
from medpeer.discussions.policy import topics_of
from medpeer.discussions.vocabulary import (
    AgeBand,
    AskType,
    ConfirmedBy,
    Consent,
    CritiqueQuestion,
    Setting,
    Sex,
    SpaceKind,
    ThreadStatus,
    Urgency,
)
from medpeer.gate import RenderedHtml
from medpeer.images.queries import ImageView


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody in a thread as all others see them: handle or name, and the badge: "Rheumatology, Wyoming"."""

    name: str
    badge: str
    is_asker: bool

    @property
    def badge_inside(self) -> str:
        """The badge inside a sentence: "rheumatology, Wyoming"."""
        return self.badge[:1].lower() + self.badge[1:]


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space with how many of its threads nobody answered."""

    slug: str
    title: str
    kind: SpaceKind
    specialty: Specialty | None
    threads: int
    unanswered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread in a list."""

    id: int
    title: str
    kind: SpaceKind
    space_slug: str
    space_title: str
    status: ThreadStatus
    ask: AskType | None
    urgency: Urgency | None
    age_band: AgeBand | None
    sex: Sex | None
    setting: Setting | None
    created_at: datetime
    last_post_at: datetime
    replies: int
    answers: int
    excerpt: str
    asker: PersonView
    mine: bool
    diagnosis: str
    confirmed_by: ConfirmedBy | None

    @property
    def state(self) -> str:
        """One of ``unanswered``, ``open``, ``solved``."""
        return state_of(self.status, self.answers)


def state_of(status: ThreadStatus, answers: int) -> str:
    """Return how a thread stands: ``unanswered`` is open with no visible reply of anyone but the asker."""
    if status is ThreadStatus.OPEN and answers == 0:
        return "unanswered"
    return status.value


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of a list; finite: it says how many there are."""

    rows: tuple[ThreadRow, ...]
    page: int
    pages: int
    total: int
    first: int
    counts: dict[str, int]

    @property
    def last(self) -> int:
        """The number of the last row shown, counting from 1."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A post as the actor sees it; ``html`` is empty where it is hidden or purged."""

    id: int
    thread_id: int
    parent_id: int | None
    is_opening: bool
    author: PersonView
    html: RenderedHtml
    question: CritiqueQuestion | None
    created_at: datetime
    edited_at: datetime | None
    redacted_at: datetime | None
    visibility: Visibility
    helpful: bool
    mine: bool
    unread: bool
    may_edit: bool
    may_mark: bool
    withdrawn: bool = False
    replies: tuple["PostView", ...] = ()
    images: tuple[ImageView, ...] = ()

    @property
    def is_visible(self) -> bool:
        """Whether there is a text to show."""
        return self.visibility is Visibility.VISIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """What it was in the end."""

    diagnosis: str
    summary: str
    lesson: str
    confirmed_by: ConfirmedBy
    certainty_percent: int
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """A thread's page. ``posts`` are the first-level replies, oldest first, each with its own replies."""

    id: int
    title: str
    kind: SpaceKind
    space_slug: str
    space_title: str
    specialty: Specialty | None
    status: ThreadStatus
    visibility: Visibility
    ask: AskType | None
    urgency: Urgency | None
    age_band: AgeBand | None
    sex: Sex | None
    setting: Setting | None
    consent: Consent | None
    created_at: datetime
    first_answer_at: datetime | None
    reply_count: int
    answers: int
    opening: PostView
    posts: tuple[PostView, ...]
    outcome: OutcomeView | None
    mine: bool
    follows: bool
    own_name: str
    """How the actor is known in this thread; empty before their first post."""
    shows_name: bool
    own_full_name: str
    """The name the actor would show; only for their own form."""

    @property
    def state(self) -> str:
        """One of ``unanswered``, ``open``, ``solved``."""
        return state_of(self.status, self.answers)

    @property
    def topics(self) -> frozenset[Topic]:
        """The sensitive topics that count for what is written in it."""
        return topics_of(self.title, self.age_band)


@dataclass(frozen=True, slots=True)
class RevisionView:
    """What a post said until ``replaced_at``."""

    html: RenderedHtml
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A post with everything it said before, newest first."""

    thread_id: int
    thread_title: str
    post: PostView
    revisions: tuple[RevisionView, ...]
