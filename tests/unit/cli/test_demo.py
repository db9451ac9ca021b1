"""The demo is as large as promised, and nothing in it would be refused."""

from collections.abc import Iterator

from medpeer.cli.demo import content
from medpeer.cli.demo.content import Row
from medpeer.discussions.models import Consent
from medpeer.gate import RawText, Surface, judge
from medpeer.licensing.npi import is_valid_npi


def posts(row: Row) -> Iterator[Row]:
    """Yield the posts and replies of a thread or paper."""
    for post in row.get("post", []):
        yield post
        yield from post.get("reply", [])


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that goes through the gate as free prose, with the key of where it stands."""
    for row in [*content.threads(), *content.papers()]:
        prose = [row["body"], *(post["body"] for post in posts(row))]
        prose += [row["title"]] if "pico" not in row else row["pico"].values()
        prose += [word for word in row.get("outcome", {}).values() if isinstance(word, str)]
        yield from ((row["key"], text) for text in prose)
    for room in content.rooms():
        yield from ((room["slug"], message["body"]) for message in room["message"])


def test_the_demo_has_the_promised_size() -> None:
    people, threads, papers = content.physicians(), list(content.threads()), content.papers()
    assert len(people) >= 40
    assert len({row["specialty"] for row in people}) == 12
    assert len(threads) + len(papers) >= 60
    assert sum(1 for row in [*threads, *papers] for _ in posts(row)) >= 300
    assert len(papers) == 6
    assert all(room["message"] for room in content.rooms())


def test_keys_and_numbers_are_sound() -> None:
    people = content.physicians() + content.applicants()
    for name in ("key", "npi", "licence", "email"):
        assert len({row[name] for row in people}) == len(people), name
    assert all(is_valid_npi(row["npi"]) for row in people)


def test_the_gate_has_nothing_to_say_of_any_text() -> None:
    refused = [
        (key, [(text[max(0, found.start - 20) : found.end + 10], found.category.value) for found in findings])
        for key, text in texts()
        if (findings := judge(RawText(text.strip()), Surface.CASE_POST).findings)
    ]
    assert refused == []


def test_every_case_says_what_its_patient_said() -> None:
    cases = [row for row in content.threads() if "age_band" in row or "ask" in row]
    assert {Consent(row["consent"]) for row in cases} >= {Consent.WRITTEN, Consent.GUARDIAN, Consent.ANONYMISED}
