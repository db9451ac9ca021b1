"""References are read from what people paste, and written so that reference managers read them."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.critiques.citations import (
    ParsedCitation,
    join_authors,
    normalise_doi,
    parse_citation,
    short_names,
    split_authors,
    write_bibtex,
    write_ris,
)
from medpeer.critiques.errors import UnreadableCitationError
from medpeer.critiques.vocabulary import Design, guess_design

DEMO = Path(__file__).parents[3] / "medpeer/cli/demo/papers.toml"

TITLE = "Nurse-led furosemide titration after discharge: a randomised trial"
JOURNAL = "Synthetic J Cardiol"
DOI = "10.5555/tide.2026.118"


@pytest.mark.parametrize(
    ("pasted", "authors"),
    [
        (
            f"Adeyemi F, Strand K, Moretti L, et al. {TITLE}. {JOURNAL}. 2026;12(3):118-29. doi:10.5555/TIDE.2026.118.",
            ("Adeyemi F", "Strand K", "Moretti L"),
        ),
        (
            f"4. Adeyemi F, van der Strand K; for the TIDE-HF Investigators. {TITLE}. {JOURNAL} 2026; 12: 118. {DOI}",
            ("Adeyemi F", "van der Strand K", "TIDE-HF Investigators"),
        ),
        (
            f"Adeyemi F, Strand K. {TITLE}. {JOURNAL}. 2026 Sep 5;12(3):1. doi: {DOI}. Epub 2025 Dec 1. PMID: 1234",
            ("Adeyemi F", "Strand K"),
        ),
        (
            f"Adeyemi, F. O., & de Strand, K. (2026). {TITLE}. {JOURNAL}, 12(3), 118–129. https://doi.org/{DOI}",
            ("Adeyemi, F. O.", "de Strand, K."),
        ),
        (
            f"Adeyemi, Femi et al. “{TITLE}.” {JOURNAL} vol. 12,3 (2026): 118-29. doi:{DOI}",
            ("Adeyemi, Femi",),
        ),
        (f"Adeyemi, F. et al. {TITLE}. {JOURNAL} 12, 118–129 (2026). https://doi.org/{DOI}", ("Adeyemi, F.",)),
        (
            f"TIDE-HF Collaborative Group, Adeyemi F, et al. {TITLE}. {JOURNAL}. 2026;12:118. doi:{DOI}",
            ("TIDE-HF Collaborative Group", "Adeyemi F"),
        ),
        (f"Adeyemi F.O., Strand K. {TITLE}. {JOURNAL}. 2026;12:1. doi:{DOI}", ("Adeyemi FO", "Strand K")),
    ],
    ids=["ama", "lancet", "nlm", "apa", "mla", "nature", "group first", "dotted initials"],
)
def test_a_printed_reference_is_read(pasted: str, authors: tuple[str, ...]) -> None:
    parsed = parse_citation(pasted)
    assert (parsed.title, parsed.authors, parsed.journal, parsed.year, parsed.doi) == (
        TITLE,
        authors,
        JOURNAL,
        2026,
        DOI,
    )
    assert parsed.design is Design.RANDOMISED_TRIAL
    assert parsed.missing == ()


def test_a_title_may_hold_years_and_end_in_a_question_mark() -> None:
    parsed = parse_citation("Strand K. Did deaths fall, 2001 to 2019? J. Synth. Med. 2024;3:1-9.")
    assert (parsed.title, parsed.journal, parsed.year) == ("Did deaths fall, 2001 to 2019?", "J. Synth. Med", 2024)


@pytest.mark.parametrize(
    ("pasted", "doi", "pmid"),
    [
        ("10.5555/TIDE.2026.118", DOI, None),
        (f"https://doi.org/{DOI}.", DOI, None),
        ("https://journal.example/doi/full/10.5555/tide.2026.118?query=x", DOI, None),
        ("32678530", None, "32678530"),
        ("PMID: 32678530", None, "32678530"),
        ("https://pubmed.ncbi.nlm.nih.gov/32678530/", None, "32678530"),
    ],
)
def test_a_number_alone_leaves_the_rest_to_be_typed(pasted: str, doi: str | None, pmid: str | None) -> None:
    parsed = parse_citation(pasted)
    assert (parsed.doi, parsed.pmid) == (doi, pmid)
    assert parsed.missing == ("title", "authors", "journal", "year")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("doi:10.1000/abc.", "10.1000/abc"),
        ("DOI 10.1000/abc);", "10.1000/abc"),
        ("10.1016/S0140-6736(20)30183-5", "10.1016/s0140-6736(20)30183-5"),
        ("(10.1016/S0140-6736(20)30183-5).", "10.1016/s0140-6736(20)30183-5"),
        (
            "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        ),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("https://www.frontiers.example/articles/10.3389/fimmu.2020.01/full", "10.3389/fimmu.2020.01"),
        ("not a doi", None),
        ("unavailable", None),
        ("", None),
    ],
)
def test_a_doi_has_one_form(written: str, normal: str | None) -> None:
    assert normalise_doi(written) == normal


def test_ris_of_the_demo_papers_reads_as_the_papers() -> None:
    for paper in tomllib.loads(DEMO.read_text())["paper"]:
        parsed = parse_citation(paper["ris"])
        read = (parsed.title, list(parsed.authors), parsed.journal, parsed.year, parsed.doi)
        assert read == (paper["title"], paper["authors"], paper["journal"], paper["year"], paper["doi"])
        assert parsed.design
        assert parsed.design.label == paper["design"]


def test_ris_without_its_end_and_with_odd_spacing_is_read() -> None:
    parsed = parse_citation(f"TY - JOUR\r\nA1 - Strand, Kari\r\nT1 - {TITLE}.\r\nJF - {JOURNAL}\r\nY1 - 2026/09/05/")
    assert (parsed.title, parsed.authors, parsed.journal, parsed.year) == (TITLE, ("Strand, Kari",), JOURNAL, 2026)


def test_bibtex_is_read_without_its_latex() -> None:
    parsed = parse_citation(
        r"""@article{strand2026,
          title = {{IL-6} blockade in {G}rave \& {\"u}nusual disease},
          author = {Kari van der Strand and Garc{\'i}a, Jos{\'e} and {TIDE-HF Group}},
          journal = "Synthetic Journal",
          year = 2026, doi = {https://doi.org/10.5555/X1}, pmid = {123456} }"""
    )
    assert parsed == ParsedCitation(
        title="IL-6 blockade in Grave & ünusual disease",
        authors=("van der Strand, Kari", "García, José", "TIDE-HF Group"),
        journal="Synthetic Journal",
        year=2026,
        doi="10.5555/x1",
        pmid="123456",
    )


def test_a_pubmed_record_is_read_and_tells_its_design() -> None:
    parsed = parse_citation(
        "PMID- 12345678\nOWN - NLM\nTI  - Furosemide by\n      telephone.\nLID - 10.5555/X2 [doi]\n"
        "FAU - Strand, Kari\nAU  - Strand K\nCN  - TIDE-HF Group\nPT  - Randomized Controlled Trial\n"
        "JT  - Synthetic journal\nDP  - 2026 Sep 5\n"
    )
    assert parsed == ParsedCitation(
        title="Furosemide by telephone",
        authors=("Strand, Kari", "TIDE-HF Group"),
        journal="Synthetic journal",
        year=2026,
        doi="10.5555/x2",
        pmid="12345678",
        design=Design.RANDOMISED_TRIAL,
    )


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "Paste the whole reference"),
        ("nothing like a reference", "Paste the whole reference"),
        ("TY  - JOUR\nTI  - A\nER  - \n\nTY  - JOUR\nTI  - B\nER  - \n", "2 references"),
        ("@article{a, title={A}}\n@article{b, title={B}}", "2 references"),
        ("PMID- 1\nTI  - A\n\nPMID- 2\nTI  - B\n", "2 references"),
        ("1. Strand K. A trial. BMJ. 2020;1:1.\n2. Moretti L. Another. BMJ. 2021;1:1.", "2 references"),
        ("@article{a, title={A", "does not close"),
        ("TY  - JOUR\nER  - ", "Paste the whole reference"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(pasted: str, says: str) -> None:
    with pytest.raises(UnreadableCitationError) as caught:
        parse_citation(pasted)
    assert says in caught.value.advice
    assert caught.value.field == "citation"


def test_what_cannot_be_read_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UnreadableCitationError):
        parse_citation("@article{MRN 4471902 {Jane Roe")
    assert caplog.records == []


@given(st.text(max_size=400) | st.text(alphabet="TYERAU -@{}=,.;()0123456789\n\\$", max_size=300))
def test_no_paste_breaks_the_reader(pasted: str) -> None:
    try:
        parsed = parse_citation(pasted)
    except UnreadableCitationError:
        return
    assert parsed.doi or parsed.pmid or parsed.title


WORDS = st.text(alphabet="abcdefgh αβ&%_#{}$é", min_size=4, max_size=40).map(str.split).map(" ".join).filter(bool)


@given(WORDS, st.lists(st.sampled_from(["Strand, Kari", "Garciá, J. M.", "TIDE-HF Group"]), min_size=1, unique=True))
def test_what_is_exported_is_read_back(title: str, authors: list[str]) -> None:
    citation = ParsedCitation(f"On {title}", tuple(authors), JOURNAL, 2026, DOI, "12345")
    assert parse_citation(write_ris(citation)) == citation


def test_bibtex_is_read_back_with_what_latex_would_act_on() -> None:
    citation = ParsedCitation("5 % & more_or_less #1 {x} $2", ("Strand, Kari", "A & B Group"), JOURNAL, 2026, DOI)
    written = write_bibtex(citation)
    assert r"5 \% \& more\_or\_less \#1 \{x\} \$2" in written
    assert written.startswith("@article{strand2026more,")
    assert parse_citation(written.replace(r"\{x\} ", "")).title == "5 % & more_or_less #1 $2"


def test_authors_are_one_line_and_print_short() -> None:
    line = join_authors(("Delacroix-Mbeki, Anaïs", "Strand KA", "TIDE-HF Group", "Moretti, L.", "Ash B"))
    assert split_authors(line) == ("Delacroix-Mbeki, Anaïs", "Strand KA", "TIDE-HF Group", "Moretti, L.", "Ash B")
    assert short_names(line) == "Delacroix-Mbeki A, Strand KA, TIDE-HF Group, and 2 others"
    assert short_names("Strand, Kari Anne; Ash B") == "Strand KA, Ash B"
    assert split_authors("Strand KA, Moretti L") == ("Strand KA", "Moretti L")
    assert split_authors("Strand, Kari") == ("Strand, Kari",)


@pytest.mark.parametrize(
    ("title", "design"),
    [
        ("A systematic review of randomised trials", Design.SYSTEMATIC_REVIEW),
        ("A non-randomised trial", Design.NON_RANDOMISED_TRIAL),
        ("A multicentre cohort study", Design.COHORT),
        ("Diagnostic accuracy of a test", Design.DIAGNOSTIC_ACCURACY),
        ("What hearts do", None),
    ],
)
def test_the_design_is_guessed_from_words(title: str, design: Design | None) -> None:
    assert guess_design(title) is design
