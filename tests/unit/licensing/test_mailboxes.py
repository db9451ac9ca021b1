"""Whose mailbox an address looks like."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from medpeer.licensing.mailbox_words import ROLE_MARKS
from medpeer.licensing.mailboxes import MailboxKind, mailbox_kind
from medpeer.licensing.names import PersonName, fold

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
        "m.a.okonjo",
        "okonjoma",
        "miriamo",
        "miriam_o",
        "adaeze.okonjo",
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
        "ma12",
        "rma3",
        "cma1",
        "ns3",
        "ms3",
        "ws14",
        "fd1",
        "opd1",
        "pod4",
        "tmp9",
        "vol1",
        "ext7",
        "user7",
        "doctor1",
        "physician2",
        "stu4401",
    ],
)
def test_a_desks_mailbox_is_shared(local: str) -> None:
    assert mailbox_kind(f"{local}@mercy.example", [MIRIAM]) is MailboxKind.SHARED


@pytest.mark.parametrize("local", ["p20417", "xq817", "user1234", "u123.456", "doctor1701", "123456", "rn20417"])
def test_a_staff_number_says_nothing(local: str) -> None:
    assert mailbox_kind(f"{local}@mercy.example", [MIRIAM]) is MailboxKind.PERSONAL


LARKIN = PersonName("Robert", "Larkin")


@pytest.mark.parametrize(
    ("locals_of_colleagues", "name"),
    [
        ("kim.lee2 amy.ng1 joe1 sam.fox3 sam2041 lee300 xq81 p2 abc12 x1y2345 ed2041", LARKIN),
        ("roberta.larkin robertalarkin roberta rod.larkin ron.larkin mr.larkin ms.larkin bertlarkinx", LARKIN),
        ("roberta.larkin robert.k.larkin rklarkin rk.larkin", PersonName("ROBERT", "LARKIN", "ALAN")),
        ("paula.reyes paulareyes", PersonName("Paul", "Reyes", "Anders")),
        ("carla carla.andrews carlaandrews", PersonName("Carl", "Andrews")),
        ("roberta", PersonName("Robert", "Abbott")),
        ("davidson", PersonName("David", "Sonnenberg")),
        ("robinson", PersonName("Robin", "Sonntag")),
        ("richardson richards", PersonName("Richard", "Sondheim")),
        ("richards richardb", PersonName("Ben", "Richardson")),
        ("martina", PersonName("Anna", "Martin")),
        ("carol.weiss", PersonName("Caroline", "Weiss")),
        ("mary.velez mario.velez maria.velez", PersonName("Mark", "Velez")),
        ("jo.larkin", PersonName("John", "Larkin")),
        ("driscoll.rn rn.driscoll", PersonName("Rachel", "Driscoll", "Nora")),
        ("driscollrn rn.driscoll", PersonName("Rachel", "Driscoll")),
        ("pa-robert.larkin robert.larkin.pa1 rlarkinpa rlarkinma larkin.jr jr.larkin larkin.iii", LARKIN),
        ("larkinpa larkin.pa pa.larkin", PersonName("Paul", "Larkin")),
        ("jr.larkin larkinjr", PersonName("Joseph", "Larkin")),
        ("larkin.sr", PersonName("Joseph", "Larkin", suffix="JR")),
        ("xlawrence.stockton lawrencex.stockton", PersonName("Lawrence", "Stockton")),
        ("hz.prescott", PersonName("Lawrence", "Prescott")),
        ("kay.larkin", PersonName("Robert Kay", "Larkin")),
    ],
)
def test_a_colleague_whose_name_can_be_read_out_of_ones_own_is_not_oneself(
    locals_of_colleagues: str, name: PersonName
) -> None:
    kinds = {local: mailbox_kind(f"{local}@mercy.example", [name]) for local in locals_of_colleagues.split()}
    assert MailboxKind.PERSONAL not in kinds.values(), kinds


@pytest.mark.parametrize(
    ("locals_of_ones_own", "name"),
    [
        ("robert.k.larkin rklarkin robertklarkin rk.larkin larkinrk larkin.r.k rl2 rl robertlar", LARKIN),
        ("drlarkin dr.larkin larkin.md rlarkinmd robert.larkin.phd blarkin bob.larkin", LARKIN),
        ("larkin.jr robert.larkin.jr robertlarkinjr jr.larkin", PersonName("ROBERT", "LARKIN", suffix="JR.")),
        ("larkin.iii", PersonName("Robert", "Larkin III")),
        ("svenkata venkatar venkatas venkats", PersonName("Sudha", "Venkataraman")),
        ("robert.oppenheim roppenheim jroppenheim", PersonName("J. Robert", "Oppenheim")),
        ("jp.moreau jpmoreau jean-pierre.moreau jeanpierre.moreau", PersonName("Jean-Pierre", "Moreau")),
        ("mdelacruz maria.de.la.cruz maria.cruz mcruz", PersonName("Maria", "de la Cruz")),
        ("anna.s.larkin", PersonName("Anna", "Larkin", "Beth")),
        ("robert.larkin rlarkin bob.larkin", PersonName("Dr. Robert", "Larkin, MD")),
        ("stjohn st.john ian.stjohn istjohn", PersonName("Ian", "Saint John")),
        ("pa.vang pvang2", PersonName("Pa", "Vang")),
    ],
)
def test_rarer_ways_to_build_a_mailbox_are_ones_own(locals_of_ones_own: str, name: PersonName) -> None:
    names = [name, PersonName(name.first, "Schmidt")]
    kinds = {local: mailbox_kind(f"{local}@mercy.example", names) for local in locals_of_ones_own.split()}
    assert set(kinds.values()) == {MailboxKind.PERSONAL}, kinds


FIRSTS = "Robert Miriam Tomasz Rajesh Wei Hiroto Amara Nguyen Kwabena Bob Jo Mary José Søren Zoë Jörg Li".split()
LASTS = "Larkin Okonjo Ng Xu Do García-Márquez O’Hara Müller Venkataraman Lee Kim Smith Ward Baker Pa Wójcik".split()
CLASSIC = (
    "{first}.{last} {first}{last} {first}_{last} {f}{last} {f}.{last} {last}.{first} {last}{first} {last}.{f} "
    "{last}_{f} {first}.{l} {first}_{l} {f}{m}{last} {f}.{m}.{last} {first}.{m}.{last} {last}.{f}{m} "
    "{last}.{first}.{m} dr.{last} dr{last} {last}.md {last}md {first}.{last}.md {f}{last}2 {first}.{last}17 "
    "{first}{last}2041 {last} {first} {first}-{last} {cut} {f}{last}.md dr.{first}.{last}"
).split()


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(FIRSTS),
    st.sampled_from(LASTS),
    st.sampled_from(["", "Alan", "Ruth", "K", "Quincy"]),
    st.sampled_from(CLASSIC),
)
def test_every_classic_way_is_ones_own(first: str, last: str, middle: str, way: str) -> None:
    one, two = fold(first), fold(last).replace(" ", "")
    # Initials that make a mark are read as such: "mr.lee" is an address, not Mary R. Lee.
    m = fold(middle)[:1] or "z"
    parts = {"first": one, "last": two, "f": one[0], "l": two[0], "m": m, "cut": f"{one[0]}{two}"[:8]}
    assume("{f}{m}" not in way or f"{one[0]}{m}" not in ROLE_MARKS)
    local = way.format(**parts)
    assert mailbox_kind(f"{local}@mercy.example", [PersonName(first, last, middle)]) is MailboxKind.PERSONAL


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
