"""Every place where a person can type, and what the gate asks of it. One table, reviewed as data.

``medpeer.gate.policy_versions`` keeps what changed when; a change here without a new version fails a test.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from medpeer.deid import Category

POLICY: Final = r"[0-9a-z.-]+"
"""How a policy version is written."""

POLICY_VERSION: Final = "2026-11.2"
"""Changes with every change of this module's tables; each clearance records it."""

SENSITIVE_TELL_SCORE: Final = 0.35
"""On a clinical surface the author of a text on a sensitive topic is asked from this score on; 0.5 is usual."""

SENSITIVE_MUST_GO: Final = frozenset({Category.LOCATION})
"""What must go from a text on a sensitive topic once the engine is as sure as it usually is before it asks."""

TIGHTENED_MUST_GO: Final = frozenset({Category.NAME, Category.LOCATION, Category.DATE})
"""What must go, and cannot be kept, while an author's policy is tightened: what they kept wrongly before."""


class Surface(StrEnum):
    """A place where text from a person is taken."""

    CASE_TITLE = "case_title"
    CASE_POST = "case_post"
    CRITIQUE_TITLE = "critique_title"
    CRITIQUE_POST = "critique_post"
    PRACTICE_TITLE = "practice_title"
    PRACTICE_POST = "practice_post"
    OUTCOME = "outcome"
    CHAT_MESSAGE = "chat_message"
    CITATION = "citation"
    PAPER_TITLE = "paper_title"
    PAPER_AUTHORS = "paper_authors"
    PAPER_JOURNAL = "paper_journal"
    PICO = "pico"
    REPORT_NOTE = "report_note"
    MODERATOR_NOTE = "moderator_note"
    REVIEWER_NOTE = "reviewer_note"
    APPLICANT_NOTE = "applicant_note"
    PERSON_NAME = "person_name"
    IMAGE_ALT = "image_alt"
    IMAGE_CAPTION = "image_caption"
    IMAGE = "image"
    TOMBSTONE = "tombstone"


class Rule(StrEnum):
    """What the policy makes of a category on a surface, where it differs from the engine's own severity."""

    MUST_GO = "must_go"
    TELL_AUTHOR = "tell_author"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True)
class SurfacePolicy:
    """How one surface is treated: length, Markdown, and the categories judged otherwise than by the engine.

    ``clinical`` tells that it speaks of patients, so that sensitive topics count.
    """

    label: str
    max_chars: int
    markdown: bool = False
    clinical: bool = False
    rules: Mapping[Category, Rule] = field(default_factory=lambda: MappingProxyType({}))
    blank_allowed: bool = False


def _allow(*categories: Category) -> Mapping[Category, Rule]:
    return MappingProxyType(dict.fromkeys(categories, Rule.ALLOW))


# A citation names its authors, its journal's town and its dates: all published by the authors themselves.
_PUBLISHED: Final = _allow(
    Category.NAME, Category.DATE, Category.LOCATION, Category.URL, Category.OTHER, Category.LICENCE, Category.ACCOUNT
)
# A register is public, and so is what it says of a physician; a name may still be a patient's, so its author decides.
_ABOUT_PHYSICIANS: Final = MappingProxyType(
    {Category.NAME: Rule.TELL_AUTHOR} | dict.fromkeys((Category.DATE, Category.LOCATION, Category.LICENCE), Rule.ALLOW)
)
_LONG: Final = 8_000
_TITLE: Final = 160
_NOTE: Final = 1_000

POLICIES: Final[Mapping[Surface, SurfacePolicy]] = MappingProxyType(
    {
        Surface.CASE_TITLE: SurfacePolicy("Your question", _TITLE, clinical=True),
        Surface.CASE_POST: SurfacePolicy("Case text", _LONG, markdown=True, clinical=True),
        Surface.CRITIQUE_TITLE: SurfacePolicy("Title", 500, rules=_PUBLISHED),
        Surface.CRITIQUE_POST: SurfacePolicy("Critique", _LONG, markdown=True),
        Surface.PRACTICE_TITLE: SurfacePolicy("Your question", _TITLE, clinical=True),
        Surface.PRACTICE_POST: SurfacePolicy("Practice text", _LONG, markdown=True, clinical=True),
        Surface.OUTCOME: SurfacePolicy("Outcome", 2_000, clinical=True),
        Surface.CHAT_MESSAGE: SurfacePolicy("Message", 2_000, markdown=True, clinical=True),
        Surface.CITATION: SurfacePolicy("Citation", 10_000, rules=_PUBLISHED),
        Surface.PAPER_TITLE: SurfacePolicy("Title of the paper", 500, rules=_PUBLISHED),
        Surface.PAPER_AUTHORS: SurfacePolicy("Authors", 6_000, rules=_PUBLISHED),
        Surface.PAPER_JOURNAL: SurfacePolicy("Journal", 200, rules=_PUBLISHED),
        Surface.PICO: SurfacePolicy("Question of the study", 600),
        Surface.REPORT_NOTE: SurfacePolicy("What you saw", _NOTE),
        Surface.MODERATOR_NOTE: SurfacePolicy("Reason", _NOTE),
        # Applicant and reviewer write about a physician: their names, places and licences are the point.
        Surface.REVIEWER_NOTE: SurfacePolicy("Note", _NOTE, rules=_ABOUT_PHYSICIANS),
        Surface.APPLICANT_NOTE: SurfacePolicy("Note to the reviewer", _NOTE, rules=_ABOUT_PHYSICIANS),
        # A physician's own name is the point of the field; anything else in it is not.
        Surface.PERSON_NAME: SurfacePolicy("Name", 120, rules=_allow(Category.NAME, Category.LOCATION, Category.DATE)),
        Surface.IMAGE_ALT: SurfacePolicy("Description", 300, clinical=True),
        Surface.IMAGE_CAPTION: SurfacePolicy("Caption", 600, clinical=True),
        # What is read in a picture; a picture without any writing is the usual one.
        Surface.IMAGE: SurfacePolicy("Picture", _LONG, blank_allowed=True),
        Surface.TOMBSTONE: SurfacePolicy("Removed text", 0, blank_allowed=True),
    }
)


class AttestationReason(StrEnum):
    """Why an author says that a doubtful finding identifies nobody: the closed list."""

    PUBLISHED_AUTHOR = "published_author"
    EPONYM = "eponym"
    DRUG_OR_DEVICE = "drug_or_device"
    PUBLIC_PLACE = "public_place"
    I_AM_THE_PERSON = "i_am_the_person"

    @property
    def label(self) -> str:
        """The reason as an author reads it."""
        return _REASON_LABELS[self]


_REASON_LABELS: Final = {
    AttestationReason.PUBLISHED_AUTHOR: "A published author",
    AttestationReason.EPONYM: "A disease or sign named after a person",
    AttestationReason.DRUG_OR_DEVICE: "A drug or a device",
    AttestationReason.PUBLIC_PLACE: "A public place that does not locate the patient",
    AttestationReason.I_AM_THE_PERSON: "I am the person named, and I consent",
}
