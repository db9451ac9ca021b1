"""The log cannot hold what somebody typed."""

import io
import json
import logging
import runpy
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from medpeer.core.logs import SafeFormatter

MARK = "Qwortzel"


def written(log: Callable[[logging.Logger], None], name: str = "medpeer.test") -> str:
    """Return what the formatter makes of one record."""
    records: list[logging.LogRecord] = []
    logger = logging.Logger(name)  # noqa: LOG001 - one that nothing else configured
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign, assignment]
    logger.addHandler(handler)
    log(logger)
    return SafeFormatter().format(records[0])


def test_an_extra_string_becomes_its_length() -> None:
    line = json.loads(written(lambda log: log.info("post.added", extra={"post_id": 7, "body": MARK})))
    assert (line["event"], line["post_id"], line["body"]) == ("post.added", 7, f"<str {len(MARK)}>")


def test_a_foreign_message_is_not_written() -> None:
    assert MARK not in written(lambda log: log.warning("GET /search?q=%s", MARK), name="werkzeug")
    assert MARK not in written(lambda log: log.warning(f"GET {MARK}"), name="werkzeug")  # noqa: G004 - what others do


def test_arguments_are_not_interpolated() -> None:
    assert MARK not in written(lambda log: log.info("typed %s", MARK))


def test_an_exception_leaves_its_type_and_lines_only() -> None:
    def crash(log: logging.Logger) -> None:
        try:
            int(MARK)
        except ValueError:
            log.exception("request.crashed")

    line = written(crash)
    assert MARK not in line
    assert json.loads(line)["exception"] == "ValueError"


@given(st.dictionaries(st.text("abcdef", min_size=4, max_size=8), st.text(min_size=6).map(lambda text: MARK + text)))
def test_no_extra_lets_a_text_through(extra: dict[str, str]) -> None:
    assert MARK not in written(lambda log: log.info("event", extra={f"x_{key}": text for key, text in extra.items()}))


def test_a_worker_of_the_server_quotes_no_request() -> None:
    configuration = runpy.run_path(str(Path(__file__).parents[3] / "gunicorn.conf.py"))
    written_lines = io.StringIO()
    log = logging.Logger("gunicorn.error")  # noqa: LOG001 - stands for the worker's own
    log.addHandler(logging.StreamHandler(written_lines))
    configuration["post_worker_init"](SimpleNamespace(log=SimpleNamespace(error_log=log)))
    log.error("Error handling request %s %s", "GET", f"/search?q={MARK}")
    log.warning(f"Invalid request from ip=127.0.0.1: {MARK}")  # noqa: G004 - what the server does
    assert written_lines.getvalue().count("\n") == 2
    assert MARK not in written_lines.getvalue()
