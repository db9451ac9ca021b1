"""What came of the cases, counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bench.onboarding import cases
from bench.onboarding.cases import Case

DECISIONS: Final = ("admit", "review", "hold", "refuse")
LEAST_SHARE: Final = 0.8
"""Of US physicians with a mailbox of their institution, to be admitted at once."""


@dataclass(slots=True)
class Counts:
    """How often each decision was given to one class, and for which reasons."""

    decisions: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, answer: Mapping[str, Any]) -> None:
        """Count one answer."""
        self.decisions[answer["decision"]] += 1
        self.reasons.update(answer["reasons"])


@dataclass(slots=True)
class Figures:
    """All counts of a run; ``wrong`` are impostors admitted, ``lost`` genuine ones refused or unexplained."""

    groups: dict[str, dict[str, Counts]] = field(default_factory=dict)
    wrong: list[Case] = field(default_factory=list)
    lost: list[Case] = field(default_factory=list)

    def share_admitted(self, group: str) -> float:
        """Return the share of a group that was admitted at once, 0 for an empty one."""
        total = sum((counts.decisions for counts in self.groups.get(group, {}).values()), Counter[str]())
        return total["admit"] / max(1, total.total())

    @property
    def is_good(self) -> bool:
        """Whether no impostor was admitted and no genuine applicant lost, and enough were admitted at once."""
        return not self.wrong and not self.lost and self.share_admitted(cases.INSTITUTIONAL) >= LEAST_SHARE


def count(made: Iterable[Case], answers: Iterable[Mapping[str, Any]]) -> Figures:
    """Return the figures of a run whose answers come in the order of its cases."""
    figures = Figures()
    for case, answer in zip(made, answers, strict=True):
        kinds = figures.groups.setdefault(case.group, {})
        kinds.setdefault(case.kind, Counts()).add(answer)
        if case.group == cases.IMPOSTOR:
            figures.wrong += [case] * (answer["decision"] == "admit")
        elif answer["decision"] == "refuse" or (answer["decision"] != "admit" and not answer["reasons"]):
            figures.lost.append(case)
    return figures


def table(figures: Figures) -> str:
    """Return the counts as a table, a class a line, each group under its title."""
    lines = []
    for group, kinds in figures.groups.items():
        lines.append(
            f"\n{group + f' ({figures.share_admitted(group):.1%} admitted)':<56}"
            + "  ".join(f"{one:>6}" for one in DECISIONS)
        )
        lines += [_row(kind, counts) for kind, counts in kinds.items()]
    return "\n".join(lines)


def _row(kind: str, counts: Counts) -> str:
    numbers = "  ".join(f"{counts.decisions[one]:>6}" for one in DECISIONS)
    reasons = ", ".join(reason for reason, _ in counts.reasons.most_common(3))
    return f"  {kind:<54}{numbers}  {reasons}"
