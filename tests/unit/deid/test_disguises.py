"""An identifier is found under what hides it from a plain search, at its place in the text as given."""

import pytest

from medpeer.deid import find_identifiers

DISGUISES = {
    "zero width": ("MRN 003\u200b81\u200d77 please", "003\u200b81\u200d77"),
    "full width": ("MRN \uff10\uff10\uff13\uff18\uff11\uff17 please", "\uff10\uff10\uff13\uff18\uff11\uff17"),
    "look-alikes": ("Mr. P\u0435t\u0435rson is back", "Mr. P\u0435t\u0435rson"),
    "markup inside": ("Mr. <b>Pet</b>erson is back", "Mr. <b>Pet</b>erson"),
    "markdown": ("Mr. **Pet**erson is back", "Mr. **Pet**erson"),
    "entity": ("Mr.&nbsp;Peterson is back", "Mr.&nbsp;Peterson"),
    "soft hyphen": ("Mr. Peter\u00adson is back", "Mr. Peter\u00adson"),
    "accents": ("Mr. P\u00e9terson is back", "Mr. P\u00e9terson"),
    "line break": ("call 803-555-\n0164 now", "803-555-\n0164"),
    "spelt e-mail": ("rosa dot diaz at mailhaven dot com wrote", "rosa dot diaz at mailhaven dot com"),
    "spelt phone": (
        "call eight oh three five five five zero one six four",
        "eight oh three five five five zero one six four",
    ),
    "scanner": ("seen on O3/l4/2024 again", "O3/l4/2024"),
}


@pytest.mark.parametrize("disguise", list(DISGUISES))
def test_a_disguised_identifier_is_found(disguise: str) -> None:
    text, identifier = DISGUISES[disguise]
    assert identifier in [text[span.start : span.end] for span in find_identifiers(text)]


@pytest.mark.parametrize("age", ["94-year-old", "94 yo", "94F", "aged 94", "94 y/o"])
def test_an_age_over_89_is_found_and_89_is_not(age: str) -> None:
    assert [s.rule[:4] for s in find_identifiers(f"A {age} patient fell.")] == ["age."]
    assert not find_identifiers(f"A {age.replace('94', '89')} patient fell.")
