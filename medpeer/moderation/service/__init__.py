"""Every write of moderation. Services never commit."""

from medpeer.moderation.service.certificates import Listed, ScanResult, record_scan, replay_purge
from medpeer.moderation.service.decisions import NewDecision, decide, open_text
from medpeer.moderation.service.images import judge_image
from medpeer.moderation.service.removal import By, purge, redact
from medpeer.moderation.service.reports import ask_second, report
from medpeer.moderation.service.rescreened import queue_rescreened
from medpeer.moderation.service.spot_checks import draw_spot_checks, settle_spot_check

__all__ = [
    "By",
    "Listed",
    "NewDecision",
    "ScanResult",
    "ask_second",
    "decide",
    "draw_spot_checks",
    "judge_image",
    "open_text",
    "purge",
    "queue_rescreened",
    "record_scan",
    "redact",
    "replay_purge",
    "report",
    "settle_spot_check",
]
