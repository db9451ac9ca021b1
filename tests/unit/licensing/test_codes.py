"""Codes and where they can go."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from medpeer.licensing.evidence import EntityType, PostalAddress, RegisterRecord
from medpeer.licensing.names import PersonName
from medpeer.licensing.policy.codes import CodeChannel, code_of, destinations, hint_of, normal_code

PRACTICE = PostalAddress(("12 QUAY STREET", "SUITE 4"), "OMAHA", "NE", "68102")
MAILING = PostalAddress(("PO BOX 9",), "LINCOLN", "NE", "68501")


def record(
    entity: EntityType = EntityType.PERSON,
    *,
    phone: str = "",
    fax: str = "",
    practice: PostalAddress = PRACTICE,
    deactivated_on: date | None = None,
) -> RegisterRecord:
    return RegisterRecord(
        npi="1999000015",
        entity=entity,
        name=PersonName("MIRIAM", "OKONJO", "B"),
        dated_on=date(2026, 11, 9),
        phone=phone,
        fax=fax,
        practice_address=practice,
        mailing_address=MAILING,
        deactivated_on=deactivated_on,
    )


@given(st.text(max_size=60))
def test_a_code_survives_the_way_people_type_it(token: str) -> None:
    code = code_of(token)
    assert len(normal_code(code)) == 8
    assert not set(normal_code(code)) & set("AEIOU01258SZ")
    assert normal_code(f" {code.lower().replace('-', ' – ')}.") == normal_code(code)


@given(st.text(max_size=4_000))
def test_whatever_is_typed_is_short(typed: str) -> None:
    assert len(normal_code(typed)) <= 16


def test_codes_are_spread_over_all_letters() -> None:
    seen = "".join(normal_code(code_of(str(number))) for number in range(3_000))
    counts = {letter: seen.count(letter) for letter in set(seen)}
    assert len(counts) == 24
    # 24,000 letters over 24: a thousand each, give or take five standard deviations.
    assert all(abs(count - 1_000) < 160 for count in counts.values())


def test_a_letter_goes_to_the_practice_and_fax_and_phone_to_their_numbers() -> None:
    found = destinations(record(phone="4025550109", fax="4025550153"))
    assert found == {
        CodeChannel.LETTER: ("MIRIAM B OKONJO", "12 QUAY STREET", "SUITE 4", "OMAHA, NE 68102"),
        CodeChannel.FAX: ("MIRIAM B OKONJO", "4025550153"),
        CodeChannel.PHONE: ("MIRIAM B OKONJO", "4025550109"),
    }


def test_without_a_practice_address_the_letter_goes_to_the_mailing_address() -> None:
    found = destinations(record(practice=PostalAddress()))
    assert found == {CodeChannel.LETTER: ("MIRIAM B OKONJO", "PO BOX 9", "LINCOLN, NE 68501")}
    assert hint_of(CodeChannel.LETTER, record(practice=PostalAddress())) == "Lincoln, NE"


def test_no_code_goes_to_an_organisation_a_number_out_of_use_or_nobody() -> None:
    assert destinations(None) == {}
    assert destinations(record(EntityType.ORGANISATION)) == {}
    assert destinations(record(deactivated_on=date(2026, 7, 1))) == {}


def test_a_hint_tells_a_place_or_two_digits_and_no_more() -> None:
    held = record(phone="402-555-0109", fax="(402) 555-0153")
    assert [hint_of(channel, held) for channel in CodeChannel] == ["Omaha, NE", "53", "09"]
