"""Takes from a sandbox process, once it has loaded all it needs, every call into the system but those for computing.

A list of what is allowed, by seccomp (Linux 3.17): read and write what is already open, memory, threads' waiting, time.
No file can be opened after that, so a decoder that a picture has taken over can read neither the database nor a key,
let alone reach a network or start a program. Where the system has no seccomp the limits of ``confinement`` stand alone.
"""

import ctypes
import platform
import struct
from dataclasses import dataclass
from typing import Final

_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1
_ALLOW: Final = 0x7FFF0000
# The call fails with EPERM, or as one the system does not know: a kill would look like a broken picture.
_DENY: Final = 0x00050001
_UNKNOWN: Final = 0x00050026
_KILL: Final = 0x80000000
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
# Calls of the x32 kind have this bit; their numbers mean others.
_X32: Final = 0x40000000
# A decoder of HEIC starts a thread. A clone with this bit is one; without it, it is a process.
_THREAD: Final = 0x00010000
# Its flags stand in memory, where a filter cannot look: told that it does not exist, the C library takes clone.
_CLONE3: Final = 435


@dataclass(frozen=True, slots=True)
class _System:
    """An architecture by the system's word, and its numbers of seccomp(2), of clone(2) and of what is allowed."""

    word: int
    seccomp: int
    clone: int
    allowed: str


# Allowed: read write close fstat lseek mmap mprotect munmap mremap madvise mincore brk, rt_sigaction rt_sigprocmask
# rt_sigreturn sigaltstack tgkill, pread64 readv writev fcntl poll ppoll, sched_yield sched_getaffinity futex
# set_robust_list rseq membarrier restart_syscall, nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday
# times, getpid gettid getcpu getrusage getrlimit setrlimit prlimit64 uname sysinfo getrandom, exit exit_group.
_SYSTEMS: Final = {
    "x86_64": _System(
        0xC000003E,
        317,
        56,
        "0 1 3 5 8 9 10 11 25 28 27 12 13 14 15 131 234 17 19 20 72 7 271 24 204 202 273 334 324 219 "
        "35 230 228 229 96 100 39 186 309 98 97 160 302 63 99 318 60 231",
    ),
    "aarch64": _System(
        0xC00000B7,
        277,
        220,
        "63 64 57 80 62 222 226 215 216 233 232 214 134 135 139 132 131 67 65 66 25 73 124 123 98 99 293 283 128 "
        "101 115 113 114 169 153 172 178 168 165 163 164 261 160 179 278 93 94",
    ),
}


def seal() -> bool:
    """Allow this process nothing but to compute, for good; return whether the system could do it."""
    system = _SYSTEMS.get(platform.machine())
    if system is None:
        return False
    program = _program(system)
    steps = ctypes.create_string_buffer(program)
    # struct sock_fprog: how many steps, then where they stand.
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(steps))
    syscall = ctypes.CDLL(None, use_errno=True).syscall
    return bool(syscall(system.seccomp, _SET_MODE_FILTER, _ALL_THREADS, head) == 0)


def _program(system: _System) -> bytes:
    """Return the filter: kill on another architecture, refuse x32, judge clone by its flags, allow what is listed."""
    numbers = [int(number) for number in system.allowed.split()]
    checks = [_step(_IF_EQUAL, number, hit=len(numbers) - place) for place, number in enumerate(numbers)]
    return b"".join(
        (
            _step(_LOAD, _ARCHITECTURE_AT),
            _step(_IF_EQUAL, system.word, hit=1),
            _step(_RETURN, _KILL),
            _step(_LOAD, _NUMBER_AT),
            _step(_IF_EQUAL, system.clone, miss=4),
            _step(_LOAD, _FIRST_ARGUMENT_AT),
            _step(_IF_SET, _THREAD, miss=1),
            _step(_RETURN, _ALLOW),
            _step(_RETURN, _DENY),
            _step(_IF_EQUAL, _CLONE3, miss=1),
            _step(_RETURN, _UNKNOWN),
            _step(_IF_AT_LEAST, _X32, hit=len(numbers)),
            *checks,
            _step(_RETURN, _DENY),
            _step(_RETURN, _ALLOW),
        )
    )


def _step(code: int, value: int, *, hit: int = 0, miss: int = 0) -> bytes:
    """Return one instruction (struct sock_filter); jumps count the instructions they leap over."""
    return struct.pack("HBBI", code, hit, miss, value)
