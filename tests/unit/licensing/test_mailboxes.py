"""Whose mailbox an address looks like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpeer.licensing.mailboxes import MailboxKind, mailbox_kind
from medpeer.licensing.names import PersonName

MIRIAM = PersonName("Miriam", "Okonjo", "Adaeze")


@pytest.mark.parametrize(
    "local",
    [
        "miriam.okonjo",
        "okonjo.miriam",
        "m.okonjo",
        "mokonjo",
        "okonjom",
        "okonjo",
        "miriam",
        "miriam_okonjo",
        "miriam-okonjo2",
        "mokonjo17",
        "okonmir",
        "maokonjo",
        "miriam.a.okonjo",
        "miriamxokonjo",
        "drokonjo",
        "dr.miriam.okonjo.md",
        "okonjomd",
        "mo",
        "mo2041",
        "MIRIAM.OKONJO",
        "miriam.okonjo+journal",
    ],
)
def test_the_usual_ways_to_build_a_mailbox_from_a_name_are_ones_own(local: str) -> None:
    assert mailbox_kind(f"{local}@mercy.example", [MIRIAM]) is MailboxKind.PERSONAL


@pytest.mark.parametrize(
    ("local", "name"),
    [
        ("jose.munoz", PersonName("José", "Muñoz")),
        ("j.oshaughnessy", PersonName("Jane", "O'Shaughnessy")),
        ("mary-ann.lee", PersonName("Mary Ann", "Lee")),
        ("ana.garcia", PersonName("Ana", "García-Márquez")),
        ("agarciamarquez", PersonName("Ana", "García-Márquez")),
        ("bob.smith", PersonName("Robert", "Smith")),
        ("rsmith", PersonName("Bob", "Smith")),
        ("ng", PersonName("Wei", "Ng")),
        ("wng", PersonName("Wei", "Ng")),
        ("joerg.mueller", PersonName("Jörg", "Müller")),
        ("ada.ohara", PersonName("MIRIAM", "KALTENBACH-O'HARA", "ADA")),
        ("bill.xu", PersonName("William", "Xu")),
    ],
)
def test_marks_hyphens_and_short_forms_are_ones_own(local: str, name: PersonName) -> None:
    assert mailbox_kind(f"{local}@mercy.example", [name]) is MailboxKind.PERSONAL


def test_a_former_name_counts() -> None:
    assert mailbox_kind("miriam.eze@mercy.example", [MIRIAM, PersonName("Miriam", "Eze")]) is MailboxKind.PERSONAL


@pytest.mark.parametrize(
    "local",
    [
        "betty.stackhouse",
        "bstackhouse",
        "stackhouse",
        "miriam.stackhouse",
        "betty.okonjo",
        "bokonjo",
        "betty.stackhouse+miriam.okonjo",
        "betty.stackhouse2",
        "jsmith",
        "mary-jane.smith",
        "miriam.okonjo.assistant",
        "assistant.to.okonjo",
    ],
)
def test_a_colleagues_mailbox_is_anothers(local: str) -> None:
    assert mailbox_kind(f"{local}@mercy.example", [MIRIAM]) is MailboxKind.OF_ANOTHER


@pytest.mark.parametrize(
    "local",
    [
        "info",
        "front.desk",
        "frontdesk",
        "billing2",
        "medical-records",
        "cardiology",
        "hr1",
        "noreply",
        "no-reply",
        "appointments.north",
        "support-okonjo",
        "icu.nurses",
        "er1",
        "ct-2",
        "rn12",
    ],
)
def test_a_desks_mailbox_is_shared(local: str) -> None:
    assert mailbox_kind(f"{local}@mercy.example", [MIRIAM]) is MailboxKind.SHARED


@pytest.mark.parametrize("local", ["p20417", "xq81", "user1234", "u123.456", "doctor17", "123456"])
def test_a_staff_number_says_nothing(local: str) -> None:
    assert mailbox_kind(f"{local}@mercy.example", [MIRIAM]) is MailboxKind.PERSONAL


def test_a_name_that_is_also_a_desks_word_is_a_name() -> None:
    assert mailbox_kind("grace.ward@mercy.example", [PersonName("Grace", "Ward")]) is MailboxKind.PERSONAL


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=30))
def test_no_address_crashes_or_hangs(address: str, first: str, last: str) -> None:
    assert mailbox_kind(address, [PersonName(first, last)]) in MailboxKind


@settings(deadline=None)
@given(st.text(alphabet="ab", max_size=64))
def test_many_readings_end_in_time(local: str) -> None:
    assert mailbox_kind(f"{local}@x.example", [PersonName("aba aab bab", "abab baba aabb", "bbaa")]) in MailboxKind
