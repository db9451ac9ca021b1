"""Lines of a rehearsal's file: an application, or a fault that is named; never anything else."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.jobs.rehearsal.answers import Answer, Fault
from medpeer.jobs.rehearsal.application import Application, FaultyLineError, read_application
from medpeer.jobs.rehearsal.lines import Line, read_lines
from medpeer.licensing.policy import Outcome

GOOD: dict[str, Any] = {
    "id": "a-1",
    "first": "Miriam",
    "last": "Okonjo",
    "npi": "1999000015",
    "licence": "10037",
    "state": "NE",
    "taxonomy": "207RN0300X",
    "dob": "1975-03-02",
    "email": "miriam.okonjo@mercy.example",
    "controls_email": True,
    "answers_challenge": False,
}


def read(fields: object) -> Application:
    """Return the application of one line."""
    return read_application(Line(fields if isinstance(fields, bytes) else json.dumps(fields).encode()))


def fault_of(fields: object) -> tuple[Fault, str | int | None]:
    """Return what is wrong with a line, and the identifier read from it."""
    with pytest.raises(FaultyLineError) as caught:
        read(fields)
    return caught.value.fault, caught.value.id


def test_a_whole_application_is_read_and_stripped() -> None:
    application = read(GOOD | {"first": "  Miriam "})
    assert (application.first, application.controls_email, application.missing) == ("Miriam", True, frozenset())


@pytest.mark.parametrize("name", [name for name in GOOD if name != "id"])
def test_a_field_left_out_or_null_leaves_the_application_incomplete(name: str) -> None:
    assert read({key: value for key, value in GOOD.items() if key != name}).missing == {name}
    assert read(GOOD | {name: None}).missing == {name}


@pytest.mark.parametrize("name", ["first", "last", "npi", "licence", "state", "taxonomy", "dob", "email"])
@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (7, Fault.FIELD_WRONG_TYPE),
        (True, Fault.FIELD_WRONG_TYPE),
        (["x"], Fault.FIELD_WRONG_TYPE),
        ({"x": 1}, Fault.FIELD_WRONG_TYPE),
        ("x" * 5_000, Fault.FIELD_TOO_LONG),
        ("a\x00b", Fault.FIELD_HAS_CONTROL_CHARACTERS),
        ("a\nb", Fault.FIELD_HAS_CONTROL_CHARACTERS),
        ("a\ud800", Fault.FIELD_HAS_CONTROL_CHARACTERS),
        ("a\u2028b", Fault.FIELD_HAS_CONTROL_CHARACTERS),
    ],
)
def test_what_is_no_short_text_is_a_fault_that_names_itself(name: str, value: object, fault: Fault) -> None:
    assert fault_of(GOOD | {name: value}) == (fault, "a-1")


@pytest.mark.parametrize("value", ["true", 1, "yes", [True], {"a": True}, 2**200, 1.0])
def test_only_true_is_true(value: object) -> None:
    assert fault_of(GOOD | {"controls_email": value}) == (Fault.FIELD_WRONG_TYPE, "a-1")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"", Fault.LINE_BLANK),
        (b" \t", Fault.LINE_BLANK),
        (b"\xef\xbb\xbf", Fault.LINE_BLANK),
        (b"{", Fault.NOT_JSON),
        (b"hello", Fault.NOT_JSON),
        (b'{"id": "a"} {"id": "b"}', Fault.NOT_JSON),
        (b"[" * 100_000, Fault.NOT_JSON),
        (b'{"x": ' * 50_000, Fault.NOT_JSON),
        (b"null", Fault.NOT_AN_OBJECT),
        (b"[]", Fault.NOT_AN_OBJECT),
        (b'"text"', Fault.NOT_AN_OBJECT),
        (b"12", Fault.NOT_AN_OBJECT),
        (b"{}", Fault.FIELD_MISSING),
        (b'{"id": null}', Fault.FIELD_MISSING),
        (b'{"id": ""}', Fault.FIELD_MISSING),
        (b'{"id": [1]}', Fault.FIELD_WRONG_TYPE),
        (b'{"id": true}', Fault.FIELD_WRONG_TYPE),
        (b'{"id": 1e999}', Fault.FIELD_WRONG_TYPE),
        (b'{"id": NaN}', Fault.NOT_JSON),
        (b'{"id": ' + b"9" * 5_000 + b"}", Fault.NOT_JSON),
        (b"\xff\xfe{\x00", Fault.NOT_TEXT),
        (b'{"id": "x\x80"}', Fault.NOT_TEXT),
    ],
)
def test_what_is_no_application_is_a_fault(line: bytes, fault: Fault) -> None:
    assert fault_of(line)[0] is fault


def test_a_field_given_twice_is_a_fault_for_readers_differ_on_which_counts() -> None:
    line = json.dumps(GOOD)[:-1].encode() + b', "controls_email": true}'
    assert fault_of(line) == (Fault.FIELD_REPEATED, "a-1")


def test_a_cut_off_line_is_answered_under_its_identifier() -> None:
    assert fault_of(json.dumps(GOOD).encode()[:-20]) == (Fault.NOT_JSON, "a-1")


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    stream = io.BytesIO(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n" + json.dumps(GOOD).encode() + b"\r\n")
    assert [read_application(line).id for line in read_lines(stream)] == ["a-1", "a-1"]


def test_a_line_without_an_end_is_skipped_in_parts_and_the_next_one_is_read() -> None:
    stream = io.BytesIO(b'{"id": "long", "first": "' + b"A" * 10_000 + b'"}\n{"id": "next"}')
    first, second = read_lines(stream, max_bytes=100)
    assert (first.is_whole, len(first.data) <= 101, first.find_id()) == (False, True, "long")
    assert second == Line(b'{"id": "next"}')


def test_a_line_of_just_the_greatest_length_is_whole() -> None:
    assert [line.is_whole for line in read_lines(io.BytesIO(b"12345\n12345"), max_bytes=5)] == [True, True]


def test_an_answer_is_one_line_of_ascii_whatever_its_identifier() -> None:
    line = Answer("\u2028\ud800\x00ü\n", Outcome.REVIEW, ("field_missing",)).as_json()
    assert line.isascii()
    assert "\n" not in line
    assert json.loads(line)["id"] == "\u2028\ud800\x00ü\n"


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    for line in read_lines(io.BytesIO(data), max_bytes=40):
        with pytest.raises(FaultyLineError):
            read_application(line)


_TEXT = st.text(alphabet='aé1@ \x00\n\ud800\u200b{"', max_size=4)
_SCALAR = st.none() | st.booleans() | st.integers(-3, 2**70) | st.sampled_from([0.5, 1e300]) | _TEXT
_JSON = _SCALAR | st.lists(_SCALAR, max_size=2)


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), _JSON))
def test_no_value_in_a_field_crashes_the_reader(fields: dict[str, object]) -> None:
    try:
        application = read(fields)
    except FaultyLineError:
        return
    assert application.missing or fields.keys() == GOOD.keys()
