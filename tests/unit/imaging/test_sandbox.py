"""What a sandbox lets a worker do, and what becomes of one that does something else."""

import sys
import time
from pathlib import Path

import pytest

from medpeer.imaging import ImageFault, ImagingError
from medpeer.imaging.message import Message
from medpeer.imaging.sandbox import Limits, run_job


def ask(deed: str, *parts: bytes, limits: Limits | None = None) -> object:
    return run_job("tests.unit.imaging.workers", Message({"do": deed}, parts), limits).facts["said"]


def fault(deed: str, limits: Limits | None = None) -> ImageFault:
    with pytest.raises(ImagingError) as caught:
        ask(deed, limits=limits)
    assert caught.value.advice.endswith(".")
    return caught.value.fault


def test_bytes_go_in_and_come_out() -> None:
    sent = Message({"do": "echo"}, (b"", b"\0\xff" * 3_000_000, b"abc"))
    answer = run_job("tests.unit.imaging.workers", sent)
    assert answer.facts == {"said": "echo"}
    assert answer.parts == sent.parts


@pytest.mark.parametrize("deed", ["crash", "leave", "raise", "nonsense"])
def test_a_worker_that_breaks_is_an_unreadable_picture(deed: str) -> None:
    assert fault(deed) is ImageFault.UNREADABLE


def test_a_worker_that_refuses_says_why() -> None:
    assert fault("refuse") is ImageFault.ANIMATED


def test_a_worker_that_sleeps_is_killed() -> None:
    started = time.monotonic()
    assert fault("sleep", Limits(wall_s=2)) is ImageFault.TOO_SLOW
    assert time.monotonic() - started < 30


def test_a_worker_that_spins_runs_out_of_processor_time() -> None:
    assert fault("spin", Limits(cpu_s=1, wall_s=120)) is ImageFault.TOO_SLOW


def test_a_worker_that_takes_memory_is_refused_it() -> None:
    assert fault("allocate") is ImageFault.TOO_MANY_PIXELS


def test_an_answer_larger_than_agreed_is_not_read() -> None:
    with pytest.raises(ImagingError):
        run_job("tests.unit.imaging.workers", Message({"do": "echo"}, (b"x" * 1000,)), Limits(answer_bytes=999))


def test_a_worker_writes_no_file(tmp_path: Path) -> None:
    place = tmp_path / "written"
    said = run_job("tests.unit.imaging.workers", Message({"write_to": str(place)})).facts["said"]
    assert said == ("PermissionError" if sys.platform == "linux" else "OSError")
    assert not place.exists() or not place.stat().st_size


def test_a_worker_leaves_no_core_dump_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDPEER_SECRET_KEY", "secret")
    assert ask("limits") == [0, 0]
    assert ask("environment") == ["LC_ALL", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]


def test_what_a_worker_prints_goes_nowhere() -> None:
    assert isinstance(ask("print"), int)


@pytest.mark.skipif(sys.platform != "linux", reason="the seal is the Linux kernel's")
@pytest.mark.parametrize("deed", ["read", "connect", "fork", "execute"])
def test_a_worker_can_do_nothing_but_compute(deed: str) -> None:
    assert ask(deed) == "PermissionError"
