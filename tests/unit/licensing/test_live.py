"""The live registry, played by a server on this machine that answers in the registry's recorded shape."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medpeer.core.db import Database
from medpeer.licensing.evidence import EntityType, PostalAddress
from medpeer.licensing.live import LiveClient, LiveOutcome, client, read_answer

NPI = "1999000015"
TODAY = date(2026, 11, 20)
FOUND: dict[str, Any] = {
    "result_count": 1,
    "results": [
        {
            "created_epoch": "1356998400000",
            "last_updated_epoch": "1688169600000",
            "enumeration_type": "NPI-1",
            "number": NPI,
            "basic": {
                "first_name": "MIRIAM",
                "last_name": "OKONJO",
                "middle_name": "--",
                "name_prefix": "Dr.",
                "name_suffix": "--",
                "credential": "M.D.",
                "sex": "F",
                "sole_proprietor": "NO",
                "status": "A",
                "enumeration_date": "2012-01-01",
                "last_updated": "2023-01-01",
            },
            "addresses": [
                {"address_purpose": "MAILING", "address_1": "PO BOX 9", "city": "LINCOLN", "state": "NE"},
                {
                    "address_purpose": "LOCATION",
                    "address_1": "12 QUAY STREET",
                    "address_2": "",
                    "city": "OMAHA",
                    "state": "NE",
                    "postal_code": "681020000",
                    "telephone_number": "402-555-0109",
                    "fax_number": "402-555-0153",
                },
            ],
            "practiceLocations": [],
            "taxonomies": [
                {"code": "207RN0300X", "license": "MD-0010037", "state": "NE", "primary": True},
                {"code": "207R00000X", "license": None, "state": None, "primary": False},
            ],
            "identifiers": [],
            "other_names": [{"code": "1", "type": "Former Name", "last_name": "BAPTISTE"}],
            "endpoints": [],
        }
    ],
}
ABSENT: dict[str, Any] = {"result_count": 0, "results": []}


def changed(**values: Any) -> dict[str, Any]:
    """Return the found answer with other values in its one result."""
    return FOUND | {"results": [FOUND["results"][0] | values]}


class Registry:
    """A server that gives the planned answers in turn, the last for ever, and remembers what it was asked."""

    def __init__(self) -> None:
        self.plan: list[tuple[int, bytes, dict[str, str]]] = []
        self.asked: list[dict[str, list[str]]] = []
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry.asked.append(parse_qs(urlsplit(self.path).query))
                status, body, headers = registry.plan[min(len(registry.asked), len(registry.plan)) - 1]
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/api/"

    def will(self, *answers: tuple[int, object]) -> None:
        self.plan += [(status, json.dumps(body).encode(), {}) for status, body in answers]


@pytest.fixture
def registry() -> Iterator[Registry]:
    """Return a registry that listens."""
    playing = Registry()
    thread = threading.Thread(target=playing.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield playing
    playing.server.shutdown()
    playing.server.server_close()
    thread.join()


def asking(registry: Registry) -> tuple[LiveClient, list[float]]:
    pauses: list[float] = []
    return LiveClient(registry.address, pause=pauses.append), pauses


def test_a_found_number_is_a_record_like_any_other(registry: Registry) -> None:
    registry.will((200, FOUND))
    answer = asking(registry)[0].ask(NPI, TODAY)
    record = answer.record
    assert record is not None
    assert answer.outcome is LiveOutcome.FOUND
    assert registry.asked == [{"version": ["2.1"], "number": [NPI]}]
    assert (record.entity, record.dated_on, record.is_deactivated) == (EntityType.PERSON, TODAY, False)
    assert (record.name.first, record.name.middle, record.name.last) == ("MIRIAM", "", "OKONJO")
    assert [name.last for name in record.other_names] == ["BAPTISTE"]
    assert [(slot.state, slot.number, slot.is_primary) for slot in record.licences] == [
        ("NE", "MD-0010037", True),
        ("", "", False),
    ]
    assert record.practice_address == PostalAddress(("12 QUAY STREET",), "OMAHA", "NE", "681020000")
    assert (record.phone, record.fax) == ("402-555-0109", "402-555-0153")


def test_an_empty_list_with_a_count_of_none_is_absence(registry: Registry) -> None:
    registry.will((200, ABSENT))
    assert asking(registry)[0].ask(NPI, TODAY).outcome is LiveOutcome.ABSENT


@pytest.mark.parametrize(
    "body",
    [
        {"Errors": [{"description": "Too many requests", "field": "number", "number": "06"}]},
        {},
        [],
        None,
        "busy",
        {"result_count": 3, "results": []},
        {"result_count": 0, "results": None},
        {"result_count": 0},
        FOUND | {"results": [FOUND["results"][0]] * 2},
        FOUND | {"results": ["1999000015"]},
        changed(number="1234567893"),
        changed(enumeration_type="NPI-9"),
        changed(basic=FOUND["results"][0]["basic"] | {"status": "?"}),
        changed(basic=None),
    ],
)
def test_a_body_that_is_no_plain_answer_is_unknown(body: object) -> None:
    assert read_answer(body, NPI, TODAY).outcome is LiveOutcome.UNKNOWN


def test_a_number_out_of_use_says_so_and_an_older_answer_gives_integers() -> None:
    basic = FOUND["results"][0]["basic"] | {"status": "D", "deactivation_date": "2026-07-01"}
    gone = read_answer(changed(basic=basic), NPI, TODAY).record
    assert gone is not None
    assert gone.is_deactivated
    assert read_answer(changed(number=int(NPI)), NPI, TODAY).outcome is LiveOutcome.FOUND


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FOUND, *FOUND["results"][0]]), inner),
    max_leaves=12,
)


@given(_JSON)
def test_whatever_comes_is_read_without_an_error_and_finds_nobody_else(body: object) -> None:
    answer = read_answer(body, NPI, TODAY)
    assert (answer.record is None) or answer.record.npi == NPI


def test_too_many_requests_are_tried_again_and_then_unknown(registry: Registry) -> None:
    registry.plan = [(429, b"{}", {"Retry-After": "60"})]
    asker, pauses = asking(registry)
    assert asker.ask(NPI, TODAY).outcome is LiveOutcome.UNKNOWN
    assert (len(registry.asked), pauses) == (3, [4.0, 4.0])


def test_a_passing_trouble_is_got_over(registry: Registry) -> None:
    registry.will((503, {}), (502, "bad"), (200, FOUND))
    asker, pauses = asking(registry)
    assert asker.ask(NPI, TODAY).outcome is LiveOutcome.FOUND
    assert pauses == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_refusal_is_not_tried_again(registry: Registry, status: int) -> None:
    registry.will((status, ABSENT))
    assert asking(registry)[0].ask(NPI, TODAY).outcome is LiveOutcome.UNKNOWN
    assert len(registry.asked) == 1


def test_a_redirect_takes_the_number_nowhere(registry: Registry) -> None:
    registry.plan = [(302, b"", {"Location": "/elsewhere"}), (200, json.dumps(FOUND).encode(), {})]
    assert asking(registry)[0].ask(NPI, TODAY).outcome is LiveOutcome.UNKNOWN
    assert len(registry.asked) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 200_000, b" " * (client.MAX_BODY_BYTES + 1)])
def test_a_body_that_is_not_read_is_unknown(registry: Registry, body: bytes) -> None:
    registry.plan = [(200, body, {})]
    assert asking(registry)[0].ask(NPI, TODAY).outcome is LiveOutcome.UNKNOWN


def test_nobody_there_is_unknown(registry: Registry) -> None:
    registry.server.server_close()
    asker, pauses = asking(registry)
    assert asker.ask(NPI, TODAY).outcome is LiveOutcome.UNKNOWN
    assert len(pauses) == 2


def test_silence_is_unknown_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "TIMEOUT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        asker = LiveClient(f"http://127.0.0.1:{silent.getsockname()[1]}/api/", pause=lambda _: None)
        assert asker.ask(NPI, TODAY).outcome is LiveOutcome.UNKNOWN


def test_nothing_is_asked_while_others_wait_to_write(database: Database, registry: Registry) -> None:
    with database.transaction(), pytest.raises(RuntimeError, match="before the transaction"):
        asking(registry)[0].ask(NPI, TODAY)
    assert registry.asked == []
