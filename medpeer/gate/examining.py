"""``examine``: whether what a person typed may be kept. It takes its time, so nothing is open meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from medpeer.gate._seal import SEAL
from medpeer.gate.errors import IdentifiersFoundError, UnconfirmedError, UnusableTextError
from medpeer.gate.examined import Examined
from medpeer.gate.findings import Attestation, Verdict
from medpeer.gate.raw import RawText
from medpeer.gate.rendering import render_markdown
from medpeer.gate.surfaces import POLICIES, Surface
from medpeer.gate.tally import REFUSALS
from medpeer.gate.terms import USUAL_TERMS, Terms
from medpeer.gate.verdict import check_usable, judge, topics_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """One field of a form on its way through the gate."""

    raw: RawText
    surface: Surface
    attestations: tuple[Attestation, ...] = ()


def examine(
    raw: RawText,
    surface: Surface,
    attestations: Iterable[Attestation] = (),
    *,
    field: str = "body",
    terms: Terms = USUAL_TERMS,
) -> Examined:
    """Return ``raw`` with leave to be cleared on ``surface``; before the write transaction, for this takes its time.

    ``attestations`` settle findings that the author may decide; their category and reason are kept, never the words.
    ``field`` names the form field in the error. ``terms`` say how strictly the author is held and what they confirmed.

    Raises:
        UnusableTextError: empty, too long, or with hidden characters.
        IdentifiersFoundError: something must go, or waits for the author's word.
        UnconfirmedError: the whole waits for the author's word.
        RuntimeError: a write transaction is open.
    """
    return examine_together({field: Candidate(raw, surface, tuple(attestations))}, terms)[field]


def examine_together(candidates: Mapping[str, Candidate], terms: Terms = USUAL_TERMS) -> dict[str, Examined]:
    """Return all fields of a form examined, or raise with the findings of all of them at once.

    A sensitive topic of one field counts for all: the title may name it and the text tell the rest.

    Raises:
        UnusableTextError: of the first field that cannot be taken.
        IdentifiersFoundError: with every field's findings.
        UnconfirmedError: a field waits for the author's word, and nothing else is in the way.
        RuntimeError: a write transaction is open.
    """
    for name, one in candidates.items():
        _check_field(name, one)
    together = with_topics(candidates, terms)
    verdicts = {name: judge(one.raw, one.surface, together) for name, one in candidates.items()}
    _refuse(candidates, verdicts, together)
    return {name: _let_pass(one, verdicts[name], together) for name, one in candidates.items()}


def _refuse(candidates: Mapping[str, Candidate], verdicts: Mapping[str, Verdict], terms: Terms) -> None:
    """Raise where something stands in the way of storing the form, and count each refused field."""
    standing = {name: verdicts[name].open_findings(one.attestations) for name, one in candidates.items()}
    refused = [name for name, found in standing.items() if found]
    # The whole of such a field waits for its author's word: no category stands in the way.
    waiting = [name for name in candidates if verdicts[name].recognisable and not (standing[name] or terms.confirmed)]
    for name in (*refused, *waiting):
        REFUSALS.add_refusal(candidates[name].surface, standing[name])
    if refused:
        raise IdentifiersFoundError(verdicts, refused)
    if waiting:
        raise UnconfirmedError(verdicts)


def _check_field(name: str, one: Candidate) -> None:
    try:
        check_usable(one.raw, one.surface)
    except UnusableTextError as error:
        raise UnusableTextError(error.advice, field=name) from None


def _let_pass(one: Candidate, verdict: Verdict, terms: Terms) -> Examined:
    words = (word for word in one.attestations if any(word.covers(found) for found in verdict.findings))
    return Examined(
        one.raw,
        one.surface,
        attested=frozenset((word.category, word.reason) for word in words),
        html=render_markdown(one.raw.open_for_check()) if POLICIES[one.surface].markdown else None,
        terms=replace(terms, confirmed=verdict.recognisable),
        seal=SEAL,
    )


def with_topics(candidates: Mapping[str, Candidate], terms: Terms) -> Terms:
    """Return the terms for fields of one form: with the sensitive topics of all of them."""
    own = (topics_of(one.raw, one.surface) for one in candidates.values())
    return replace(terms, topics=terms.topics.union(*own))
