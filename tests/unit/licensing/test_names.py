"""Names given and names on record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.names import NameMatch, PersonName, differing_runs, mask_name, match_name

STRONG, WEAK, NONE = NameMatch.STRONG, NameMatch.WEAK, NameMatch.NONE


def compare(given_name: str, *held: str) -> NameMatch:
    """Compare ``"First|Last"`` with names on record, ``"First|Last|Middle"``."""
    return match_name(PersonName(*given_name.split("|")), [PersonName(*one.split("|")) for one in held])


@pytest.mark.parametrize(
    ("said", "held", "grade"),
    [
        ("Miriam|Osei", "MIRIAM|OSEI|A", STRONG),
        ("José|Muñoz", "JOSE|MUNOZ", STRONG),
        ("Jörg|Müller", "JOERG|MUELLER", STRONG),
        ("Søren|Ødegård", "SOREN|ODEGAARD", STRONG),
        ("Ana|García-López", "ANA|GARCIA LOPEZ", STRONG),
        ("Ana|García-López", "ANA|GARCIALOPEZ", STRONG),
        ("Sean|O’Brien", "SEAN|OBRIEN", STRONG),
        ("Bill|Farrell", "WILLIAM|FARRELL", STRONG),
        ("Peggy|Farrell", "MARGARET|FARRELL", STRONG),
        ("Zhang|Wei", "WEI|ZHANG", STRONG),
        ("Ruth|Emmelring", "RUTH|EMMERLING", STRONG),
        ("Ruth|Emmeriing", "RUTH|EMMERLING", WEAK),
        ("Ruth|Emmerlign", "RUTH|EMMERLING", STRONG),
        ("Robert|Farrell Jr.", "ROBERT|FARRELL", STRONG),
        ("Mary Ann|Petrov", "MARY|PETROV|ANN", STRONG),
        ("Miriam|Osei-Baptiste", "MIRIAM|OSEI", WEAK),
        ("Mark|Farrell", "MICHAEL|FARRELL", WEAK),
        ("Robert|Oppenheim", "JULIUS|OPPENHEIM|ROBERT", WEAK),
        ("Freya|Sundqvist", "FREYA|KALTENBACH", NONE),
        ("Anna|Farrell", "PETER|FARRELL", NONE),
        ("Maria|de la Cruz", "MARIA|DE LA PENA", NONE),
        ("|", "MIRIAM|OSEI", NONE),
        ("Miriam|Osei", "|", NONE),
    ],
)
def test_how_far_names_agree(said: str, held: str, grade: NameMatch) -> None:
    assert compare(said, held) is grade


def test_a_former_name_on_record_counts_like_the_name_itself() -> None:
    assert compare("Freya|Sundqvist", "FREYA|KALTENBACH", "FREYA|SUNDQVIST") is STRONG


names = st.text(st.characters(categories=["L", "M", "Pd", "Zs"], include_characters="'’."), max_size=20)


@given(names, names, names, names)
def test_comparing_is_total_and_symmetric_where_strong(a: str, b: str, c: str, d: str) -> None:
    one, other = PersonName(a, b), PersonName(c, d)
    assert (match_name(one, [other]) is STRONG) == (match_name(other, [one]) is STRONG)


@given(names, names)
def test_the_runs_joined_are_the_name_itself(said: str, held: str) -> None:
    assert "".join(text for text, _ in differing_runs(said, held)) == said


def test_only_the_differing_letters_are_marked() -> None:
    assert differing_runs("Osei-Baptiste", "OSEI") == (("Osei", False), ("-Baptiste", True))
    assert differing_runs("NE 10073", "NE 10037")[0] == ("NE 100", False)
    assert not any(marked for _, marked in differing_runs("Muñoz", "MUNOZ"))


@pytest.mark.parametrize(("name", "masked"), [("OSEI", "O••I"), ("Li", "L•"), ("", ""), ("DE LA CRUZ", "D• L• C••Z")])
def test_a_masked_name_shows_its_ends(name: str, masked: str) -> None:
    assert mask_name(name) == masked
