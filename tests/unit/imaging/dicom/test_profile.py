"""The table of the confidentiality profile is complete, and what may stay is not on it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import deid
import pytest
from dicognito.anonymizer import Anonymizer
from pydicom._dicom_dict import DicomDictionary
from pydicom.datadict import dictionary_VR, keyword_for_tag, tag_for_keyword

from medpeer.imaging.dicom.allowed import ALLOWED, EMPTY, Items, Rule, Word
from medpeer.imaging.dicom.profile import Action, Entry, profile

TABLE = {entry.keyword: entry for entry in profile()}
LETTERS = {"CS", "LO", "LT", "SH", "ST", "UC", "UR", "UT"}
IDENTIFYING_VRS = {"AE", "DA", "DT", "PN", "TM"}


def test_the_table_has_the_whole_profile_and_what_this_house_adds() -> None:
    assert sum(entry.in_profile for entry in profile()) == 621
    assert sum(not entry.in_profile for entry in profile()) >= 100
    assert len(TABLE) == len(profile())


def test_tags_and_keywords_agree_with_the_dictionary_of_the_standard() -> None:
    plain = [entry for entry in profile() if re.fullmatch(r"[0-9A-F]{8}", entry.tag)]
    assert [entry for entry in plain if keyword_for_tag(int(entry.tag, 16)) != entry.keyword] == []


def test_every_name_date_time_and_application_entity_of_the_dictionary_is_in_the_table() -> None:
    there = {row[4] for row in DicomDictionary.values() if row[0] in IDENTIFYING_VRS and row[4]}
    assert there - TABLE.keys() == set()


def test_uids_of_the_dictionary_are_in_the_table_or_name_a_class_or_a_code() -> None:
    there = {row[4] for row in DicomDictionary.values() if row[0] == "UI" and row[4]}
    harmless = re.compile("Class|TransferSyntax|CodingScheme|ContextUID|MappingResource|ReferencedContentItem")
    assert {keyword for keyword in there - TABLE.keys() if not harmless.search(keyword)} == set()


def all_rules(rules: Mapping[str, Rule]) -> Iterator[tuple[str, Rule]]:
    """Yield the rules of a list at every depth, sequences apart."""
    for keyword, rule in rules.items():
        if isinstance(rule, Items):
            yield from all_rules(rule.of)
        else:
            yield keyword, rule


@pytest.mark.parametrize(
    ("tag", "is_covered"),
    [(0x50003000, True), (0x50FE0010, True), (0x60023000, True), (0x60020010, False), (0x00091001, True)],
)
def test_patterns_cover_curves_overlays_and_private_tags(tag: int, is_covered: bool) -> None:
    assert any(entry.covers(tag) for entry in profile()) is is_covered


def test_nothing_that_may_stay_is_in_the_table_but_uids_under_new_names() -> None:
    both = {keyword: TABLE[keyword].actions for keyword in {name for name, _ in all_rules(ALLOWED)} & TABLE.keys()}
    assert set(both) == {"StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID"}
    assert set(both.values()) == {(Action.NEW_UID,)}


def test_what_is_always_empty_may_be_empty_by_the_profile() -> None:
    assert all(Action.EMPTY in TABLE[keyword].actions for keyword in EMPTY)


def test_what_may_stay_in_letters_is_a_word_of_a_closed_list() -> None:
    spelt = [(keyword, rule) for keyword, rule in all_rules(ALLOWED) if dictionary_VR(keyword) in LETTERS]
    assert len(spelt) > 10
    assert [keyword for keyword, rule in spelt if not isinstance(rule, Word)] == []
    assert max(len(word) for _, rule in spelt if isinstance(rule, Word) for word in rule.of) <= 20


def test_all_that_dicognito_changes_is_in_the_table() -> None:
    said = set(re.findall(r"\b[A-Z][A-Za-z]{5,}\b", Anonymizer().describe_actions()))
    changed = {keyword for keyword in said if tag_for_keyword(keyword)} | set(said & {"PatientName"})
    assert len(changed) > 25
    # The two it sets, as is done here.
    assert changed - TABLE.keys() == {"BurnedInAnnotation", "PatientIdentityRemoved"}


def test_all_that_deid_removes_by_name_is_in_the_table() -> None:
    recipe = (Path(deid.__file__).parent / "data/deid.dicom").read_text().partition("%header")[2]
    removed = {word for word in re.findall(r"^REMOVE (\w+)$", recipe, re.MULTILINE) if tag_for_keyword(word)}
    assert len(removed) > 40
    assert removed - TABLE.keys() == set()


def test_an_entry_says_whether_the_profile_lists_it() -> None:
    assert TABLE["PatientName"] == Entry("00100010", "PatientName", (Action.EMPTY,), in_profile=True)
    assert not TABLE["Manufacturer"].in_profile
