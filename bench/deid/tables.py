"""Prints what was measured as Markdown."""

from collections import Counter
from collections.abc import Iterator, Mapping

from bench.deid.engines import Measured
from bench.deid.measures import Rate, Tally

HEAD = (
    "| tool | corpus | posts | recall | precision | leak | unseen | flagged | must go | alarms / 1,000 words "
    "| CPU ms (p99) |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
)


def row(tool: str, corpus: str, measured: Measured) -> str:
    """Give the line of one tool on one corpus; shares in per cent with their 95 % interval."""
    tally = measured.tally
    alarms = f"{1000 * tally.alarms / tally.harmless_words:.2f}" if tally.harmless_words else "-"
    cells = (
        *(tool, corpus, str(tally.posts + tally.harmless), percent(tally.recall), percent(tally.precision)),
        *(percent(Rate(tally.leaking, tally.posts)), percent(Rate(tally.unseen, tally.posts))),
        *(percent(Rate(tally.harmless_flagged, tally.harmless)), percent(Rate(tally.harmless_must, tally.harmless))),
        *(alarms, f"{measured.quantile_ms(0.5):.1f} ({measured.quantile_ms(0.99):.0f})"),
    )
    return f"| {' | '.join(cells)} |"


def percent(rate: Rate) -> str:
    """Write a share in per cent with its interval, "-" of nothing."""
    if rate.share is None:
        return "-"
    low, high = rate.interval
    return f"{100 * rate.share:.1f} ({100 * low:.1f}\u2013{100 * high:.1f})"


def details(tally: Tally) -> Iterator[str]:
    """Yield recall by category, by hard case and by the noise of the text; nothing where the corpus has none."""
    yield from _by("category", tally.gold, tally.found)
    yield from _by("hard case", tally.tag_gold, tally.tag_found)
    yield from _by("kind of text", tally.noise_gold, tally.noise_found)


def _by(title: str, total: Mapping[str, int], hits: Counter[str]) -> Iterator[str]:
    """Yield a small table of recall by one property."""
    if total:
        yield f"\n| {title} | tokens | recall |\n|---|--:|--:|"
        yield from (
            f"| {name} | {count} | {percent(Rate(hits[name], count))} |" for name, count in sorted(total.items())
        )
