"""De-identification engine: finds what could identify a patient in clinical text, and what to write instead.

A pure library: no I/O beyond its own word lists, no state between calls, safe from any thread. What it says is a
program's check, not a legal determination under 45 CFR 164.514(b): it can miss things.
"""

from medpeer.deid.categories import Category, Severity
from medpeer.deid.engine import find_identifiers
from medpeer.deid.local_words import LocalWords, LocalWordsError, parse_local_words, read_local_words
from medpeer.deid.mosaic import mosaic
from medpeer.deid.sensitivity import Topic, sensitive_topics
from medpeer.deid.status import EngineStatus, Mode, engine_status
from medpeer.deid.suggest import suggest
from medpeer.deid.thresholds import TELL_SCORE
from medpeer.deid.values import (
    MAX_TEXT_CHARS,
    Generalisation,
    Risk,
    RiskLevel,
    Span,
    TextTooLongError,
)
from medpeer.deid.version import engine_version

__all__ = [
    "MAX_TEXT_CHARS",
    "TELL_SCORE",
    "Category",
    "EngineStatus",
    "Generalisation",
    "LocalWords",
    "LocalWordsError",
    "Mode",
    "Risk",
    "RiskLevel",
    "Severity",
    "Span",
    "TextTooLongError",
    "Topic",
    "engine_status",
    "engine_version",
    "find_identifiers",
    "mosaic",
    "parse_local_words",
    "read_local_words",
    "sensitive_topics",
    "suggest",
]
