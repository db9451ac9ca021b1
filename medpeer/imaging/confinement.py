"""What a sandbox process takes from itself before it sees a hostile byte."""

import ctypes
import resource
from typing import Final

_OPEN_FILES: Final = 64
_PR_SET_DUMPABLE: Final = 4
_PR_SET_NO_NEW_PRIVS: Final = 38


def confine(*, memory_bytes: int, cpu_s: int) -> None:
    """Limit this process for good: memory, processor time, no file written, no core dump, few files, no privileges.

    A core dump would put a patient's picture on the disk, so none is made whatever the system is set to.
    """
    _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_CPU, cpu_s)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 0)


def forbid_processes() -> None:
    """Let this process start no other and no thread from now on; root is above this limit, a service user is not."""
    _limit(resource.RLIMIT_NPROC, 0)


def grant_cpu(seconds: int) -> None:
    """Let this process use ``seconds`` more of processor time than it has used so far (for a worker of many jobs)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _prctl(option: int, value: int) -> None:
    # Only Linux has it; elsewhere the limits above stand alone.
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(option, value, 0, 0, 0)
