"""Names given and names on record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.names import NameMatch, PersonName, is_suspicious, match_name
from medpeer.licensing.shown_names import differing_runs, mask_name

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
        ("Mary Ann|Petrov", "MARY|PETROV|A", STRONG),
        ("Mary Kate|Petrov", "MARY|PETROV|KATHERINE", STRONG),
        ("Mary Ann|Petrov", "MARY|PETROV", STRONG),
        ("Maria Elena|Petrov", "MARIA LUISA|PETROV", WEAK),
        ("Maria Elena|Petrov", "MARIA|PETROV|LUISA", WEAK),
        ("Anne-Marie|Petrov", "ANNE SOPHIE|PETROV", WEAK),
        ("Miriam|Osei-Baptiste", "MIRIAM|OSEI", WEAK),
        ("Mark|Farrell", "MICHAEL|FARRELL", WEAK),
        ("Robert|Oppenheim", "JULIUS|OPPENHEIM|ROBERT", WEAK),
        ("Freya|Sundqvist", "FREYA|KALTENBACH", NONE),
        ("Anna|Farrell", "PETER|FARRELL", NONE),
        ("Maria|de la Cruz", "MARIA|DE LA PENA", NONE),
        ("|", "MIRIAM|OSEI", NONE),
        ("Miriam|Osei", "|", NONE),
        ("Maria|de la Cruz", "MARIA|DELACRUZ", STRONG),
        ("Maria|de la Cruz", "MARIA|CRUZ", STRONG),
        ("Jan|van der Berg", "JAN|BERG", STRONG),
        ("Layla|Al-Hassan", "LAYLA|HASSAN", STRONG),
        ("Layla|al Hassan", "LAYLA|ALHASSAN", STRONG),
        ("Omar|bin Rashid", "OMAR|RASHID", STRONG),
        ("Anh|Le", "ANH|DE", NONE),
        ("Lucia|San Martin", "LUCIA|MARTIN", WEAK),
        ("Ana|García López", "ANA|LOPEZ GARCIA", STRONG),
        ("Ana|Garcia", "ANA|LOPEZ GARCIA", WEAK),
        ("Gaia|D’Angelo", "GAIA|D ANGELO", STRONG),
        ("Keola|Kaʻaihue", "KEOLA|KAAIHUE", STRONG),
        ("Robert|Farrell III", "ROBERT|FARRELL", STRONG),
        ("Robert|Farrell Jr", "ROBERT|FARRELL III", WEAK),
        ("Robert|Farrell Jr", "ROBERT|FARRELL||SR.", WEAK),
        ("Robert|Farrell Jr", "ROBERT|FARRELL||JR", STRONG),
        ("Robert|Farrell", "ROBERT|FARRELL||SR.", STRONG),
        ("Thi|Do", "THI|DO", STRONG),
        ("M|Osei", "MIRIAM|OSEI", WEAK),
        ("M|Osei", "M|OSEI", WEAK),
        ("Miriam|Osei", "M|OSEI", WEAK),
        ("J. Robert|Oppenheim", "JULIUS|OPPENHEIM|ROBERT", STRONG),
        ("Julius Robert|Oppenheim", "J|OPPENHEIM|ROBERT", STRONG),
        ("J. Robert|Oppenheim", "JULIUS|OPPENHEIM|PETER", WEAK),
        ("Miriam|O", "MIRIAM|O", STRONG),
        ("Pepe|Ortega", "JOSE|ORTEGA", STRONG),
        ("Mohamed|Farouk", "MUHAMMAD|FAROUK", STRONG),
        ("Muhamad|Farouk", "MOHAMMED|FAROUK", STRONG),
        ("Sara|Osei", "SARAH|OSEI", STRONG),
        ("Dr. Robert|Farrell", "ROBERT|FARRELL", STRONG),
        ("Prof. Dr. Robert|Farrell, M.D., FACS", "ROBERT|FARRELL", STRONG),
        ("Dr. Robert|Farrell", "ROGER|FARRELL", WEAK),
        ("Ian|Saint John", "IAN|ST. JOHN", STRONG),
        ("Ian|St John", "IAN|SAINT-JOHN", STRONG),
        ("Eva|Saint", "EVA|SAINT", STRONG),
        ("Robert|Farrell 3rd", "ROBERT|FARRELL III", STRONG),
        ("Robert|Farrell 3rd", "ROBERT|FARRELL||JR", WEAK),
        ("Robert|Farrell 2nd", "ROBERT|FARRELL", STRONG),
        ("Nguyễn|Thị", "NGUYEN|THI", STRONG),
        ("Yıldız|Şahin", "YILDIZ|SAHIN", STRONG),
        ("Łucja|Wójcik", "LUCJA|WOJCIK", STRONG),
        ("Mu\u0308ge|O\u0308z", "MUEGE|OEZ", STRONG),
        ("Мiriam|Osei", "MIRIAM|OSEI", WEAK),
        ("Miriam|Oѕei", "MIRIAM|OSEI", NONE),
        ("Miriam|Os\u200bei", "MIRIAM|OSEI", WEAK),
        ("Miriam|Os\u00adei", "MIRIAM|OSEI", WEAK),
        ("Miriam|\u202eOsei", "MIRIAM|OSEI", WEAK),
        ("Miriam|Osei\u0000", "MIRIAM|OSEI", WEAK),
        ("Miriam|Osei2", "MIRIAM|OSEI", WEAK),
        ("Ｍiriam|Osei", "MIRIAM|OSEI", WEAK),
        ("𝐌iriam|Osei", "MIRIAM|OSEI", WEAK),
        ("Miriam|\u212aim", "MIRIAM|KIM", WEAK),
    ],
)
def test_how_far_names_agree(said: str, held: str, grade: NameMatch) -> None:
    assert compare(said, held) is grade


def test_a_former_name_on_record_counts_like_the_name_itself() -> None:
    assert compare("Freya|Sundqvist", "FREYA|KALTENBACH", "FREYA|SUNDQVIST") is STRONG


@pytest.mark.parametrize(
    "name",
    [
        "Miriam", "José", "Mu\u0308ller", "O’Brien", "García-López", "Kaʻaihue", "Nguyễn", "Łukasz", "Jr.",
        "de la Cruz", "Dr. Osei", "Əliyev", "Þórr", "M", "van\u00a0Dyk",
    ],
)  # fmt: skip
def test_a_name_as_people_write_it_is_not_suspicious(name: str) -> None:
    assert not is_suspicious(PersonName("Ada", name))
    assert not is_suspicious(PersonName(name, "Osei"))


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "-", "123", "Osei7", "Оsei", "Ωsei", "Os\u200bei", "Os\u200dei", "\ufeffOsei", "Os\u2060ei",
        "Os\u00adei",
        "\u202eieso", "\u2066Osei\u2069", "Os\tei", "Os\nei", "Osei\u0000", "Ｏsei", "𝐎sei", "ᴏsei", "Os℮i", "\u212aim",
        "Osei<b>", "Osei; --", "Osei@x", "O\u0301\u0301\u0301\u0301sei", "\u0301Osei", "O" * 61, "王", "Osei 王",
        "Osei 🙂", "ǀsei", "Osɑi", "1van", "3rd", "Osei3rd", "Osei 5",
    ],
)  # fmt: skip
def test_a_name_made_to_look_like_another_is_suspicious(name: str) -> None:
    assert is_suspicious(PersonName("Ada", name))
    assert is_suspicious(PersonName(name, "Osei"))
    assert match_name(PersonName("Ada", name), [PersonName("ADA", name), PersonName("ADA", "OSEI")]) is not STRONG


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_suspicious_name_is_never_strong(first: str, last: str) -> None:
    said = PersonName(first, last)
    assert not (is_suspicious(said) and match_name(said, [said]) is STRONG)


names = st.text(st.characters(categories=["L", "M", "Pd", "Zs"], include_characters="'’."), max_size=20)


@given(names, names, names, names)
def test_comparing_is_total_and_symmetric_where_strong(a: str, b: str, c: str, d: str) -> None:
    one, other = PersonName(a, b), PersonName(c, d)
    if not is_suspicious(one) and not is_suspicious(other):
        assert (match_name(one, [other]) is STRONG) == (match_name(other, [one]) is STRONG)


@given(names, names)
def test_the_runs_joined_are_the_name_itself(said: str, held: str) -> None:
    assert "".join(text for text, _ in differing_runs(said, held)) == said


def test_only_the_differing_letters_are_marked() -> None:
    assert differing_runs("Osei-Baptiste", "OSEI") == (("Osei", False), ("-Baptiste", True))
    assert differing_runs("NE 10073", "NE 10037")[0] == ("NE 100", False)
    assert not any(marked for _, marked in differing_runs("Muñoz", "MUNOZ"))


@pytest.mark.parametrize(
    ("first", "last", "masked"),
    [
        ("JOHN", "DOE", "J••• D•E"),
        ("Miriam", "Osei", "M••••• O••i"),
        ("Bo", "Li", "B• L•"),
        ("", "", ""),
        ("ANA MARIA", "DE LA CRUZ", "A•• M•••• D• L• C••Z"),
    ],
)
def test_a_masked_name_shows_an_initial_and_the_ends_of_the_last_name(first: str, last: str, masked: str) -> None:
    assert mask_name(PersonName(first, last)) == masked
