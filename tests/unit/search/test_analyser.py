"""Medical words survive the analyser, and the forms of one word meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.search.analyser import NEGATED, analyse, keys
from medpeer.search.letters import fold
from medpeer.search.stems import stem


def tokens(text: str) -> set[str]:
    return {token.text for token in analyse(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IL-6", {"il", "6", "il6"}),
        ("IL6", {"il6"}),
        ("T cell", {"t", "cell"}),
        ("V/Q", {"v", "q", "vq"}),
        ("HbA1c", {"hba1c"}),
        ("AS", {"as", "AS"}),
        ("US", {"us", "US"}),
        ("IT", {"it", "IT"}),
        ("OR", {"or", "OR"}),
        ("MAY", {"may", "MAY"}),
        ("IS", {"is", "IS"}),
        ("PE", {"pe"}),
        ("MI", {"mi"}),
        ("CD4+", {"cd4", "cd4+"}),
        ("CD4⁺", {"cd4", "cd4+"}),
        ("HER2-, ER+", {"her2", "her2-", "er", "er+"}),
        ("5-HT", {"5", "ht", "5ht"}),
        ("β-blocker", {"beta", "blocker", "betablocker"}),
        ("vitamin C", {"vitamin", "c"}),
        ("D-dimer", {"d", "dimer", "ddimer"}),
        ("11β-HSD2", {"11beta", "hsd2", "11betahsd2"}),
        ("TNF-α", {"tnf", "alpha", "tnfalpha"}),
        ("CO₂", {"co2"}),
        ("µg", {"ug"}),
        ("39.4", {"39.4"}),
        ("Crohn's", {"crohn"}),
        ("MIs", {"mi"}),
        ("H&E", {"h", "e", "h&e"}),
    ],
)
def test_a_medical_token_survives(text: str, expected: set[str]) -> None:
    assert tokens(text) == expected


def test_the_small_word_is_not_the_abbreviation() -> None:
    assert "AS" not in tokens("as before")
    assert "AS" in tokens("severe AS, mean gradient 48")
    assert "AS" not in tokens("PATIENT FEBRILE AS BEFORE")


@pytest.mark.parametrize(
    "forms",
    [
        ("diagnosis", "diagnoses", "diagnosed", "diagnose"),
        ("metastasis", "metastases", "metastatic", "metastasised"),
        ("sclerosing", "sclerosis", "scleroses", "sclerotic"),
        ("hemoglobin", "haemoglobin", "haemoglobins"),
        ("Sjögren", "Sjogren", "Sjögren's"),
        ("anaemia", "anemia", "anaemias"),
        ("oedema", "edema"),
        ("oesophagus", "esophagus"),
        ("tumour", "tumors"),
        ("paediatric", "pediatric"),
        ("diarrhoea", "diarrhea"),
        ("dyspnoea", "dyspnea"),
        ("coeliac", "celiac"),
        ("fibre", "fibers"),
        ("analysis", "analyses", "analysed", "analyze"),
        ("dialysis", "dialysed", "dialyses"),
        ("localised", "localized", "localise"),
        ("ischaemia", "ischemia"),
        ("thrombus", "thrombi"),
        ("streptococcus", "streptococci"),
        ("bacterium", "bacteria"),
        ("vertebra", "vertebrae"),
        ("appendix", "appendices"),
        ("carcinoma", "carcinomata", "carcinomas"),
        ("arthritis", "arthritides"),
        ("foramen", "foramina"),
        ("phalanx", "phalanges"),
        ("biopsy", "biopsies", "biopsied"),
        ("abscess", "abscesses"),
        ("virus", "viruses"),
        ("bleed", "bleeding", "bleeds"),
        ("swelling", "swell"),
        ("wheeze", "wheezing"),
        ("labelled", "labeled"),
        ("axis", "axes"),
    ],
)
def test_the_forms_of_a_word_meet(forms: tuple[str, ...]) -> None:
    assert len({keys(form) for form in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("testis", "test"),
        ("rat", "rating"),
        ("nephrotic", "nephritic"),
        ("organ", "organism"),
        ("shoe", "she"),
        ("toe", "te"),
        ("hypertension", "hypotension"),
        ("hyperkalaemia", "hypokalaemia"),
        ("arthritis", "arthrosis"),
        ("ileum", "ilium"),
        ("benign", "being"),
        ("IL-6", "IL-16"),
        ("CD4", "CD8"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert keys(one) != keys(other)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("PE not ruled out", {"rule", "out"}),
        ("no fever or rash, chills present", {"fever", "or", "rash"}),
        ("no fever but pain", {"fever"}),
        ("denies chest pain. Cough", {"chest", "pain"}),
        ("not only fever", set()),
        ("fever", set()),
        ("without any weight loss (10 kg)", {"any", "weight", "loss"}),
    ],
)
def test_a_negation_marks_what_it_reaches(text: str, negated: set[str]) -> None:
    assert {token.bare for token in analyse(text) if token.is_negated} == negated


def test_the_negation_itself_is_kept() -> None:
    assert "not" in tokens("not ruled out")
    assert f"{NEGATED}rule" in tokens("not ruled out")


def test_offsets_are_those_of_the_text_as_typed() -> None:
    text = "Sjögren’s, then IL-6 ↑ and CD4+ cells"
    spans = {text[token.start : token.end] for token in analyse(text)}
    assert {"Sjögren", "IL-6", "CD4+", "cells"} <= spans


@given(st.text())
def test_any_text_is_analysed(text: str) -> None:
    found = analyse(text)
    assert all(token.text and 0 <= token.start < token.end <= len(text) for token in found)
    assert [token.position for token in found] == sorted(token.position for token in found)
    assert keys(text) == tuple(keys(text))


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_a_word_is_never_lost(word: str) -> None:
    assert analyse(word)


@given(st.text(st.characters(codec="ascii", categories=["L"]), min_size=1))
def test_folding_is_done_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert stem(fold(word))
