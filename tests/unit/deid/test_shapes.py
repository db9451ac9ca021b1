# ruff: noqa: E501 - texts read best on one line
"""Everything with a shape is found whole, in the ways people write it, and its look-alikes are left alone."""

import pytest

from medpeer.deid import Severity, find_identifiers, national_checks
from medpeer.deid.ruled import rule_candidates
from medpeer.deid.scanned import unscanned

FOUND = {
    "SSN 1 2 3 - 4 5 - 6 7 8 9 on file": "1 2 3 - 4 5 - 6 7 8 9",
    "M R N 4 4 1 0 2 3 7 please": "M R N 4 4 1 0 2 3 7",
    "call me on oh seven seven double nine hundred four five six one two": "oh seven seven double nine hundred four five six one two",
    "write to ana lucia 77 at gmail dot com": "lucia 77 at gmail dot com",
    "or john_smith-at-mailhaven-dot-com": "john_smith-at-mailhaven-dot-com",
    "her login rpruitt77 still works": "rpruitt77",
    "reach him at 803/555-0164 after six": "803/555-0164",
    "cell 803.555.0164x22, evenings": "803.555.0164x22",
    "clinic on (02) 9876 5432 daily": "(02) 9876 5432",
    "PESEL 44051401359 given": "44051401359",
    "booking ref KQ7X2M was shown": "KQ7X2M",
    "her MRN ends in 4417 she said": "4417",
    "born 20-Ar-1979 in the north": "20-Ar-1979",
    "seen Spetember 21, 2020 first": "Spetember 21, 2020",
    "er kam am 12. Oktober 2023 wieder": "12. Oktober 2023",
    "denied Mon the 16th by phone": "Mon the 16th",
    "came back in clinic the 2nd, worse": "the 2nd",
    "again in mid-July with a rash": "mid-July",
    "stamped 06:07 AM by the monitor": "06:07 AM",
    "lab log 14:32:09 shows it": "14:32:09",
    "his mother, 97, lives alone": "97",
    "a woman in her nineties fell": "nineties",
    "Lives at Hauptstrasse 12, alone": "Hauptstrasse 12",
    "from 14 rue de la Paix today": "14 rue de la Paix",
    "at Calle Mayor 45 since": "Calle Mayor 45",
    "sent to 3419 Amanda Gardens Apt. 764 by car": "3419 Amanda Gardens Apt. 764",
    "lives at 48 birchwood lane, with a dog": "48 birchwood lane",
    "moved to isolette 3-22 overnight": "isolette 3-22",
    "from St. Brendan's Hospital by road": "St. Brendan's Hospital",
    "came to the VA in Fargo by bus": "the VA in Fargo",
    "name,dob,mrn\nOkafor, Chidi,1980-12-28,75864703": "Okafor, Chidi",
    "PID|1||00381||Snow, Grace||19641024|F": "Snow, Grace",
    "mrs. pruitt walks daily": "pruitt",
}


@pytest.mark.parametrize("text", list(FOUND))
def test_what_has_a_shape_is_found_whole(text: str) -> None:
    start = text.index(FOUND[text])
    end = start + len(FOUND[text])
    assert any(span.start <= start and end <= span.end for span in find_identifiers(text))


LEFT = [
    "Bleeding time 00:07:30, tourniquet time 01:12:33.",
    "Seen at 6 am, 14:30 and at 2:15 pm.",
    "Sats 94, 94 % on air, temp 98 F, weight 94 kg, 95th percentile, 90 years of follow-up.",
    "Suture 3-0 Monocryl, 2-0 silk, 6-0 Prolene; on call 24/7.",
    "L4-5 disc, C5-6 fusion, T10-L2, 12/14 cores, Gleason 4+3.",
    "Enrolled between March 2015 and May 2017. Published online March 4, 2021.",
    "Likert 1 2 3 4 5 6 7 scale, days 1 2 3 4 5 6 7 8.",
    "Metformin 500/1000, Augmentin 875/125, Percocet 5/325.",
    "The 2nd dose, the 3rd rib, the 5th cycle, on the 5th day.",
    "ST elevation, st depression 2 mm, 12 lead st changes, 40 year old smoker way over weight.",
    "Our heart failure clinic, the Coumadin clinic, a dialysis center, community hospital beds.",
    "Sodium, potassium 3.4; bilirubin, direct 12; albumin, total 3.2.",
    "| Weight, kg | 81.4 |",
]


@pytest.mark.parametrize("text", LEFT)
def test_its_look_alikes_are_left_alone(text: str) -> None:
    assert [text[span.start : span.end] for span in find_identifiers(text)] == []


@pytest.mark.parametrize("text", ["Weakness since February.", "It began over Easter.", "Stamped 06:07 AM."])
def test_bare_months_feasts_and_stamped_times_are_the_authors_call(text: str) -> None:
    assert [span.severity for span in find_identifiers(text)] == [Severity.TELL_AUTHOR]


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (national_checks.is_aadhaar, "2341 2341 2346", "2341 2341 2345"), (national_checks.is_pesel, "44051401359", "44051401358"),
        (national_checks.is_bsn, "111222333", "111222334"), (national_checks.is_sin, "130 692 544", "130 692 545"),
        (national_checks.is_cpf, "529.982.247-25", "529.982.247-24"), (national_checks.is_dni, "12345678Z", "12345678A"),
        (national_checks.is_dni, "X1234567L", "X1234567A"), (national_checks.is_pps, "1234567FA", "1234567GA"),
        (national_checks.is_pps, "1234567T", "1234567A"), (national_checks.is_nric, "S1234567D", "S1234567A"),
        (national_checks.is_hkid, "A123456(3)", "A123456(4)"), (national_checks.is_medicare_au, "2123 45670 1", "2123 45671 1"),
        (national_checks.is_personnummer, "811228-9874", "811228-9875"), (national_checks.is_resident_cn, "11010519491231002X", "110105194912310021"),
        (national_checks.is_nir, "255081416802538", "255081416802539"),
    ],
)  # fmt: skip
def test_a_national_check_digit_decides(check: object, right: str, wrong: str) -> None:
    assert callable(check)
    assert check(right)
    assert not check(wrong)


def test_a_scan_is_read_as_figures_only_where_figures_stand() -> None:
    assert unscanned("April 2S, l936 and MRN B8l07997") == "April 25, 1936 and MRN 88107997"
    assert (
        unscanned("B12 low, S100 positive, L5-S1, O2 sats, stage 1B")
        == "B12 low, S100 positive, L5-S1, O2 sats, stage 1B"
    )


def test_a_row_of_names_needs_no_model() -> None:
    text = "Okafor, Chidi 12/27/1938 needs a bed; oglesby, nadine p0119621"
    assert {"Okafor, Chidi", "oglesby, nadine"} <= {text[one.start : one.end] for one in rule_candidates(text)}
