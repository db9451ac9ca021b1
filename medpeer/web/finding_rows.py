"""What pages and scripts are told of a finding, and how a form names one: ``start:end:category``."""

from collections.abc import Iterable, Mapping

from medpeer.deid import Category, Risk, RiskLevel
from medpeer.gate import Attestation, AttestationReason, Finding, Verdict


def finding_json(found: Finding) -> dict[str, object]:
    """Return one finding without the words: offsets, category, reason, replacement."""
    return {
        "start": found.start,
        "end": found.end,
        "category": found.category.value,
        "label": found.label,
        "why": found.why,
        "severity": found.severity.value,
        "replacement": found.replacement,
        "button": found.button,
    }


def fields_json(verdicts: Mapping[str, Verdict]) -> dict[str, object]:
    """Return the findings of each field of a form, also of those whose author has settled theirs."""
    return {name: {"spans": [finding_json(one) for one in verdict.findings]} for name, verdict in verdicts.items()}


def finding_row(found: Finding, typed: str) -> dict[str, object]:
    """Return one finding for its author's page: places, words, reason, replacement."""
    return finding_json(found) | {"text": typed[found.start : found.end]}


def risk_json(verdicts: Iterable[Verdict]) -> dict[str, object]:
    """Return the worst of some verdicts as the meter wants it: level, reasons, and whether a word is asked for."""
    given = tuple(verdicts)
    risks = [verdict.risk for verdict in given] or [Risk(RiskLevel.LOW, ())]
    worst = max(risks, key=lambda risk: list(RiskLevel).index(risk.level))
    recognisable = any(verdict.recognisable for verdict in given)
    return {"level": worst.level.value, "reasons": list(worst.reasons), "confirm": recognisable}


def finding_key(found: Finding) -> str:
    """Return how a form names a finding of one of its texts."""
    return f"{found.start}:{found.end}:{found.category.value}"


def parse_attestation(raw: str) -> Attestation | None:
    """Return the attestation in ``start:end:category:reason``, or ``None`` when it is none."""
    try:
        start, end, category, reason = raw.split(":")
        return Attestation(int(start), int(end), Category(category), AttestationReason(reason))
    except ValueError:
        return None
