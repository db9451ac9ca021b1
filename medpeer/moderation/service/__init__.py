"""Every write of moderation. Services never commit."""

from medpeer.moderation.service.certificates import Listed, ScanResult, record_scan, replay_purge
from medpeer.moderation.service.decisions import NewDecision, decide, open_text
from medpeer.moderation.service.removal import By, purge, redact
from medpeer.moderation.service.reports import ask_second, report

__all__ = [
    "By",
    "Listed",
    "NewDecision",
    "ScanResult",
    "ask_second",
    "decide",
    "open_text",
    "purge",
    "record_scan",
    "redact",
    "replay_purge",
    "report",
]
