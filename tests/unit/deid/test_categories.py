"""Each of the eighteen categories is found in the words people use for it."""

import pytest

from medpeer.deid import Category, Severity, find_identifiers

EXAMPLES = {
    Category.NAME: ("Mr. Delroy Pruitt came in with chest pain.", "Mr. Delroy Pruitt"),
    Category.LOCATION: ("He was seen at Cedar Hollow Medical Center last week.", "Cedar Hollow Medical Center"),
    Category.DATE: ("She was admitted on 14 March 2024 with fever.", "14 March 2024"),
    Category.PHONE: ("Call the daughter on (803) 555-0164 tonight.", "(803) 555-0164"),
    Category.FAX: ("Please fax it to 803-555-0199 today.", "803-555-0199"),
    Category.EMAIL: ("Write to g.halvorsen44@mailhaven.example about it.", "g.halvorsen44@mailhaven.example"),
    Category.SSN: ("His SSN is 219-09-9999 on the form.", "219-09-9999"),
    Category.RECORD: ("MRN 00381-7742 has the films.", "00381-7742"),
    Category.PLAN: ("Her member ID XQB77120945 was refused.", "XQB77120945"),
    Category.ACCOUNT: ("Billing account number 6002188473 is open.", "6002188473"),
    Category.LICENCE: ("My license number MD118204 was copied.", "MD118204"),
    Category.VEHICLE: ("The car had license plate KVL-4471 on it.", "KVL-4471"),
    Category.DEVICE: ("Pacemaker serial number RNB604418 is at end of life.", "RNB604418"),
    Category.URL: (
        "See https://www.caringbridge.org/visit/leonie for it.",
        "https://www.caringbridge.org/visit/leonie",
    ),
    Category.IP: ("The portal was opened from 10.44.120.7 at night.", "10.44.120.7"),
    Category.BIOMETRIC: ("The file voice_rhodes_0412.wav is on the drive.", "voice_rhodes_0412.wav"),
    Category.PHOTO: ("I uploaded face_left_0311.jpg by mistake.", "face_left_0311.jpg"),
    Category.OTHER: ("Trial participant 044-0117 had the event.", "044-0117"),
}


@pytest.mark.parametrize("category", list(Category))
def test_an_example_of_the_category_is_found_whole_and_must_go(category: Category) -> None:
    text, identifier = EXAMPLES[category]
    found = [span for span in find_identifiers(text) if text[span.start : span.end] == identifier]
    assert [span.category for span in found] == [category]
    assert found[0].severity is Severity.MUST_GO


def test_the_categories_stand_in_the_order_of_the_rule() -> None:
    assert len(Category) == 18
    assert next(iter(Category)) is Category.NAME
    assert list(Category)[-1] is Category.OTHER


@pytest.mark.parametrize("category", list(Category))
def test_each_category_has_a_word_and_a_reason(category: Category) -> None:
    assert category.label[0].isupper()
    assert category.why.endswith(".")
    assert len(category.why) < 120


def test_ten_figures_with_the_check_digit_of_an_npi_are_a_licence_without_the_word() -> None:
    assert [span.category for span in find_identifiers("see 1234567893 in the directory")] == [Category.LICENCE]
    assert [span.category for span in find_identifiers("see 1234567890 in the directory")] == [Category.OTHER]
