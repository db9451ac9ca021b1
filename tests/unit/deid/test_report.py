"""The report shows every finding in its text, counts them, says what it holds, and takes hostile texts."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpeer.deid import command, find_identifiers, results
from medpeer.deid.command import main
from medpeer.deid.report_section import report_section
from medpeer.deid.totals import Totals
from medpeer.deid.why import evidence

LETTER = "Mrs Kowalczyk came on 14 March 2024. Rosa in the next bed asked for her daughter. K < 3 & falling"
HOSTILE = (
    '</pre></section><script>alert(1)</script><style>*{}</style> Mr "><img src=x onerror=a()> Pruitt \u202e \x00 \ud800'
)


class _Page(HTMLParser):
    """Collects what a browser would see of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "path", "use", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"path", "use"}:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def _page(tmp_path: Path, *texts: str, options: tuple[str, ...] = ()) -> str:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.html"
    lines = (json.dumps({"id": f"<i>{number}</i>", "text": text}) for number, text in enumerate(texts))
    source.write_text("\n".join(lines), encoding="utf-8")
    main([str(source), "--html", "--output", str(target), *options])
    assert target.stat().st_mode & 0o777 == 0o600
    return target.read_text(encoding="utf-8")


def test_it_says_at_its_head_that_it_holds_patient_information(tmp_path: Path) -> None:
    page = _Page(_page(tmp_path, LETTER))
    assert page.words.index("This page holds patient information.") < page.words.rindex("What the check found")
    assert "not a legal determination" in page.words


def test_each_finding_is_marked_and_has_a_card_with_reason_and_replacement(tmp_path: Path) -> None:
    page = _Page(_page(tmp_path, LETTER))
    keys = {attrs["id"] for tag, attrs in page.tags if tag == "mark" and "id" in attrs}
    cards = {attrs["id"] for tag, attrs in page.tags if tag == "li" and "card" in (attrs.get("class") or "")}
    assert len(keys) == len(cards) == len(find_identifiers(LETTER))
    for words in (
        "Must go",
        "Author\u2019s call",
        "Write \u201cThe patient\u201d.",
        "Evidence: a name behind a title",
        "K < 3 & falling",
    ):
        assert words in page.words


def test_every_link_leads_somewhere_on_the_page(tmp_path: Path) -> None:
    page = _Page(_page(tmp_path, LETTER, "fine", LETTER))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    links = [attrs["href"] or "" for _, attrs in page.tags if "href" in attrs]
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_it_asks_for_nothing_and_runs_nothing(tmp_path: Path) -> None:
    page = _Page(_page(tmp_path, HOSTILE, options=("--threshold", "0")))
    assert not {"script", "img", "link", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert all(not name.startswith("on") and name not in {"style", "src"} for _, attrs in page.tags for name in attrs)
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in page.tags)
    policy = next(attrs for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert (policy["content"] or "").startswith("default-src 'none'")
    assert not page.open
    assert "url(" not in _page(tmp_path, "fine")


def test_hostile_words_are_shown_as_words_and_hidden_ones_by_their_number(tmp_path: Path) -> None:
    page = _Page(_page(tmp_path, HOSTILE))
    assert "<script>alert(1)</script>" in page.words
    assert "<i>0</i>" in page.words
    for hidden in ("U+202E", "U+0000", "U+D800"):
        assert hidden in page.words


def test_it_counts_by_category_and_severity_and_names_what_was_not_read(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.html"
    source.write_text(json.dumps({"text": LETTER}) + "\n<b>bad</b>\n" + json.dumps({"text": "fine"}), encoding="utf-8")
    assert main([str(source), "--html", "--output", str(target)]) == 1
    words = _Page(target.read_text(encoding="utf-8")).words
    assert "1 input was not read" in words
    assert "in.jsonl:2" in words
    assert "bad" not in words


def test_a_large_archive_is_counted_whole_and_shown_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (command, results):
        monkeypatch.setattr(module, "MAX_SHOWN", 2)
    page = _Page(_page(tmp_path, LETTER, LETTER, LETTER))
    assert "The first 2 of 3 texts are shown" in page.words
    assert sum(tag == "section" and attrs.get("class") == "text" for tag, attrs in page.tags) == 2


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(alphabet=st.sampled_from("<>&\"'/ Mr.Ob3\u202e\ud800\x00\n"), max_size=80))
def test_any_name_and_text_give_a_whole_section(name: str, text: str) -> None:
    page = _Page(report_section(1, name, text, find_identifiers(text, threshold=0.0)))
    assert not page.open
    assert {tag for tag, _ in page.tags} <= {
        *("section", "h2", "p", "div", "pre", "mark", "a", "ol", "li", "svg", "use", "b", "q", "span", "code")
    }


def test_the_closing_sentence_counts() -> None:
    totals = Totals()
    totals.add(tuple((span.category, span.severity) for span in find_identifiers(LETTER)))
    totals.note("gone")
    assert totals.sentence.startswith("1 text, ")
    assert totals.sentence.endswith("1 could not be read.")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("name.titled", "a name behind a title"),
        ("local.location", "the house\u2019s own words"),
        ("model.place_led", "the model: a place, with a word leading to it"),
        ("model.date", "the model: a date"),
        ("phone.plan1", "a pattern for phone: plan1"),
        ("odd", "odd"),
    ],
)
def test_the_evidence_is_said_in_plain_words(rule: str, words: str) -> None:
    assert evidence(rule).replace("'", "\u2019") == words
