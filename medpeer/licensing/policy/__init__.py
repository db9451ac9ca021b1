"""What licensing decides by: the decision table, what shows possession, and what reviewers may do. All pure."""

from medpeer.licensing.policy.checks import (
    BOARD_CHECKS,
    NPPES_CHECKS,
    QUIET_CHECKS,
    REGISTER_CHECKS,
    Check,
    CheckFinding,
    CheckKind,
    CheckResult,
    result_of,
    told_finding,
)
from medpeer.licensing.policy.decision import Decision, Outcome, Reason, decide
from medpeer.licensing.policy.emails import domain_of, listed_domain, mailbox_of, possession_by_email
from medpeer.licensing.policy.reviewing import (
    MAX_CLAIMS_A_DAY,
    MAX_NOTES_A_CLAIM,
    POSSESSION_REASONS,
    REASONS,
    DecisionAct,
    DecisionReason,
    check_reason,
    check_senior,
    may_file,
    programme_reason,
)
from medpeer.licensing.policy.sources import row_of, source_of, valid_until

__all__ = [
    "BOARD_CHECKS",
    "MAX_CLAIMS_A_DAY",
    "MAX_NOTES_A_CLAIM",
    "NPPES_CHECKS",
    "POSSESSION_REASONS",
    "QUIET_CHECKS",
    "REASONS",
    "REGISTER_CHECKS",
    "Check",
    "CheckFinding",
    "CheckKind",
    "CheckResult",
    "Decision",
    "DecisionAct",
    "DecisionReason",
    "Outcome",
    "Reason",
    "check_reason",
    "check_senior",
    "decide",
    "domain_of",
    "listed_domain",
    "mailbox_of",
    "may_file",
    "possession_by_email",
    "programme_reason",
    "result_of",
    "row_of",
    "source_of",
    "told_finding",
    "valid_until",
]
