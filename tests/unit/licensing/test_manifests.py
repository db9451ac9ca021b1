"""Manifests of boards: what they mean, and what is wrong with one is told at once and in full."""

from pathlib import Path

import pytest

from medpeer.licensing.boards import SHIPPED, find_manifest, read_manifest
from medpeer.licensing.boards.manifest import Column, NameOrder, NumberStep
from medpeer.licensing.boards.rows import split_name
from medpeer.licensing.errors import ManifestError
from medpeer.licensing.evidence import Authority, BoardKind, BoardStatus
from medpeer.licensing.names import PersonName
from tests.factories.lists import BOARD, write_manifest


def faults(folder: Path, text: str) -> tuple[str, ...]:
    """Read a manifest that is wrong and return what is said of it."""
    with pytest.raises(ManifestError) as caught:
        read_manifest(write_manifest(folder, text))
    return caught.value.faults


def test_a_manifest_says_what_columns_and_words_mean(tmp_path: Path) -> None:
    read = read_manifest(write_manifest(tmp_path))
    assert (read.id, read.jurisdiction, read.authority, read.max_age_days) == ("us-wa-doh", "WA", Authority.PRIMARY, 35)
    assert read.columns[Column.EXPIRES] == "ExpirationDate"
    assert read.number_norm == (NumberStep.UPPER, NumberStep.STRIP_NONALNUM)
    assert read.date_formats == ("%Y%m%d",)
    assert read.kind_of("physician and  surgeon LICENSE") is BoardKind.PHYSICIAN
    assert read.status_of("active in renewal") is BoardStatus.ACTIVE


def test_words_that_no_map_names_are_unknown(tmp_path: Path) -> None:
    read = read_manifest(write_manifest(tmp_path))
    assert read.kind_of("Reiki Master Credential") is BoardKind.UNKNOWN
    assert read.status_of("ACTIVE-ISH") is BoardStatus.UNKNOWN
    assert read.status_of("") is BoardStatus.UNKNOWN


def test_a_status_no_stays_a_word(tmp_path: Path) -> None:
    read = read_manifest(
        write_manifest(tmp_path, BOARD.replace("EXPIRED: lapsed", "NO: lapsed, ON: active, 1: active"))
    )
    assert [read.status_of(word) for word in ("NO", "ON", "1")] == [
        BoardStatus.LAPSED,
        BoardStatus.ACTIVE,
        BoardStatus.ACTIVE,
    ]


STATUSES = BOARD.partition("status_map: {")[2].partition("}")[0]
FAULTS = {
    "unknown key": (
        "authority: primary",
        "authorityy: primary",
        "authorityy: is no key of a manifest; did you mean authority?",
    ),
    "unknown column": (
        "number: Cred",
        "nuumber: Cred",
        "columns › nuumber: is no key of a manifest; did you mean number?",
    ),
    "no number": ("number: CredentialNumber, ", "", "columns › number: name the file's column"),
    "no status": ("status: Status, ", "", "columns › status: name the file's column"),
    "no name": ("last: LastName, ", "", "columns › last, first: name both columns"),
    "unknown status": ("ACTIVE: active", "ACTIVE: activv", "status_map › ACTIVE: “activv” is not one of"),
    "unknown kind": (
        'License": physician',
        'License": doctor',
        "“doctor” is not one of physician, trainee, other, unknown",
    ),
    "word twice": ("REVOKED: revoked", "revoked: revoked, REVOKED: lapsed", "status_map › REVOKED: stands twice"),
    "no words": (STATUSES, "", "status_map: say what"),
    "unknown step": ("[upper, strip", "[upperr, strip", "number_norm: “upperr” is not one of"),
    "unknown authority": (
        "authority: primary",
        "authority: prime",
        "authority: “prime” is not one of primary, secondary",
    ),
    "no age": ("max_age_days: 35", "max_age_days: soon", "max_age_days: give a whole number"),
    "no date": ("%Y%m%d", "%Y%m", "date_format: “%Y%m” lacks year, month or day"),
    "unknown encoding": ("utf-8-sig", "utf-9", "file › encoding: “utf-9” is no encoding"),
    "two characters": ('","', '",,"', "file › delimiter: give one character"),
    "a header perhaps": ("header: true", "header: perhaps", "file › header: say true or false"),
    "unknown place": (
        "title: Washington",
        "jurisdiction: Elsewhere",
        "jurisdiction: “Elsewhere” is no state or country",
    ),
    "no place": ("id: us-wa-doh", "id: some-board", "jurisdiction: say which state or country"),
    "no id": ("id: us-wa-doh", "id: US WA", "id: give 2 to 40 small letters"),
    "another's id": ("id: us-wa-doh", "id: nppes", "id: nppes is the id of another list"),
    "no mapping": (f"status_map: {{{STATUSES}}}", "status_map: active", "status_map: give a mapping"),
    "a key twice": (
        "authority: primary",
        "authority: primary\nauthority: secondary",
        "authority stands here a second time",
    ),
    "no yaml": ("authority: primary", "authority: [primary", "this is no YAML"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_what_was_meant(tmp_path: Path, fault: str) -> None:
    before, after, said = FAULTS[fault]
    assert before in BOARD
    assert any(said in one for one in faults(tmp_path, BOARD.replace(before, after))), fault


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = BOARD.replace("EXPIRED: lapsed", "EXPIRED: gone").replace("max_age_days: 35", "max_age: 35")
    assert len(faults(tmp_path, wrong)) == 2


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n"])
def test_what_is_no_manifest_is_said(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == ("the manifest is no list of keys and values",)


@pytest.mark.parametrize(
    ("written", "place"),
    [("US-WA", "WA"), ("wa", "WA"), ("Washington", "WA"), ("GB", "GB"), ("uk", "GB"), ("DEU", "DEU"), ("de", "DE")],
)
def test_a_place_is_a_state_or_a_country(tmp_path: Path, written: str, place: str) -> None:
    read = read_manifest(write_manifest(tmp_path, BOARD + f"\njurisdiction: {written}\n"))
    assert read.jurisdiction == place


def test_a_place_may_be_a_column(tmp_path: Path) -> None:
    for wording in ("\njurisdiction: {column: BoardState}\n", ""):
        text = (BOARD + wording) if wording else BOARD.replace("number: C", "state: BoardState, number: C")
        read = read_manifest(write_manifest(tmp_path, text))
        assert (read.jurisdiction, read.columns[Column.STATE]) == ("", "BoardState")


def test_four_manifests_are_shipped() -> None:
    read = {name: read_manifest(path) for name in SHIPPED if (path := find_manifest(name))}
    assert {name: (one.jurisdiction, one.shape.delimiter) for name, one in read.items()} == {
        "gb-gmc": ("GB", ","),
        "us-fl-mqa": ("FL", "|"),
        "us-tx-tmb": ("TX", "\t"),
        "us-wa-doh": ("WA", ","),
    }
    for one in read.values():
        assert one.id in SHIPPED
        assert {BoardStatus.ACTIVE, BoardStatus.SUSPENDED, BoardStatus.REVOKED} <= set(one.status_map.values())


@pytest.mark.parametrize(
    ("written", "order", "parts"),
    [
        ("Dr Jane Mary Smith", NameOrder.FIRST_LAST, ("Jane", "Smith", "Mary")),
        ("SMITH, Jane Mary", NameOrder.FIRST_LAST, ("Jane", "SMITH", "Mary")),
        ("Smith Jane", NameOrder.LAST_FIRST, ("Jane", "Smith", "")),
        ("Smith", NameOrder.FIRST_LAST, ("", "Smith", "")),
    ],
)
def test_a_whole_name_is_divided(written: str, order: NameOrder, parts: tuple[str, str, str]) -> None:
    assert split_name(written, order) == PersonName(*parts)
