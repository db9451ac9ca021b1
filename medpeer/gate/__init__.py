"""The one door for what people type: ``RawText`` in, ``ClearedText`` out, or findings and nothing stored."""

from medpeer.gate.columns import Cleared, Rendered, cleared_text, optional_cleared_text
from medpeer.gate.errors import IdentifiersFoundError, UnclearedTextError, UnusableTextError
from medpeer.gate.examined import Examined
from medpeer.gate.findings import Attestation, Finding
from medpeer.gate.house import use_local_words
from medpeer.gate.raw import RawText
from medpeer.gate.rendering import RenderedHtml, render_markdown
from medpeer.gate.service import Candidate, clear, clear_together, clear_tombstone, examine, examine_together, forget
from medpeer.gate.surfaces import POLICIES, POLICY_VERSION, AttestationReason, Surface
from medpeer.gate.text import ClearedText
from medpeer.gate.verdict import Verdict, check_usable, judge, judge_start

__all__ = [
    "POLICIES",
    "POLICY_VERSION",
    "Attestation",
    "AttestationReason",
    "Candidate",
    "Cleared",
    "ClearedText",
    "Examined",
    "Finding",
    "IdentifiersFoundError",
    "RawText",
    "Rendered",
    "RenderedHtml",
    "Surface",
    "UnclearedTextError",
    "UnusableTextError",
    "Verdict",
    "check_usable",
    "clear",
    "clear_together",
    "clear_tombstone",
    "cleared_text",
    "examine",
    "examine_together",
    "forget",
    "judge",
    "judge_start",
    "optional_cleared_text",
    "render_markdown",
    "use_local_words",
]
