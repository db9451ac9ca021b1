"""The one door for what people type and send: raw in, cleared out, or findings and nothing stored."""

from medpeer.gate.circumstances import Circumstance
from medpeer.gate.columns import Cleared, ClearedBytes, Rendered, cleared_image, cleared_text, optional_cleared_text
from medpeer.gate.errors import (
    IdentifiersFoundError,
    IdentifiersInImageError,
    UnclearedTextError,
    UnconfirmedError,
    UnusableImageError,
    UnusableTextError,
)
from medpeer.gate.examined import Examined
from medpeer.gate.examining import Candidate, examine, examine_together, with_topics
from medpeer.gate.findings import Attestation, Finding, Verdict
from medpeer.gate.house import use_local_words
from medpeer.gate.image import ClearedImage
from medpeer.gate.misses import Miss, note_miss
from medpeer.gate.pictures import ClearedPicture, Edits, ExaminedImage, clear_image, examine_image
from medpeer.gate.raw import RawText
from medpeer.gate.raw_image import RawImage
from medpeer.gate.reading import judge_regions
from medpeer.gate.regions import RegionAnswer, RegionFinding, RegionReason
from medpeer.gate.rendering import RenderedHtml, render_markdown
from medpeer.gate.service import clear, clear_together, clear_tombstone, forget
from medpeer.gate.stacks import ClearedStack, ExaminedStack, clear_stack, examine_stack
from medpeer.gate.surfaces import POLICIES, POLICY_VERSION, AttestationReason, Surface
from medpeer.gate.tally import REFUSALS, Counts, Refusal, Tally
from medpeer.gate.terms import USUAL_TERMS, Strictness, Terms
from medpeer.gate.text import ClearedText
from medpeer.gate.uploads import Sent, frame_picture, inspect_frame, inspect_upload
from medpeer.gate.verdict import check_usable, judge, judge_start

__all__ = [
    "POLICIES",
    "POLICY_VERSION",
    "REFUSALS",
    "USUAL_TERMS",
    "Attestation",
    "AttestationReason",
    "Candidate",
    "Circumstance",
    "Cleared",
    "ClearedBytes",
    "ClearedImage",
    "ClearedPicture",
    "ClearedStack",
    "ClearedText",
    "Counts",
    "Edits",
    "Examined",
    "ExaminedImage",
    "ExaminedStack",
    "Finding",
    "IdentifiersFoundError",
    "IdentifiersInImageError",
    "Miss",
    "RawImage",
    "RawText",
    "Refusal",
    "RegionAnswer",
    "RegionFinding",
    "RegionReason",
    "Rendered",
    "RenderedHtml",
    "Sent",
    "Strictness",
    "Surface",
    "Tally",
    "Terms",
    "UnclearedTextError",
    "UnconfirmedError",
    "UnusableImageError",
    "UnusableTextError",
    "Verdict",
    "check_usable",
    "clear",
    "clear_image",
    "clear_stack",
    "clear_together",
    "clear_tombstone",
    "cleared_image",
    "cleared_text",
    "examine",
    "examine_image",
    "examine_stack",
    "examine_together",
    "forget",
    "frame_picture",
    "inspect_frame",
    "inspect_upload",
    "judge",
    "judge_regions",
    "judge_start",
    "note_miss",
    "optional_cleared_text",
    "render_markdown",
    "use_local_words",
    "with_topics",
]
