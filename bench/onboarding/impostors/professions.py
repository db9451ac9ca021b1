"""Members of other professions, saying so or not."""

from typing import Any, Final

from bench.onboarding.impostors.trick import Trick
from bench.onboarding.world import World, application

# Code, credential, the board's word for the licence.
_OTHERS: Final = (
    ("363L00000X", "NP", "Nurse License"),
    ("363A00000X", "PA-C", "Physician Assistant License"),
    ("163W00000X", "RN", "Nurse License"),
    ("367500000X", "CRNA", "Nurse License"),
    ("111N00000X", "DC", "Chiropractic License"),
    ("122300000X", "DDS", "Dental License"),
    ("1223G0001X", "DMD", "Dental License"),
    ("152W00000X", "OD", "Optometry License"),
    ("183500000X", "PHARMD", "Pharmacist License"),
    ("213E00000X", "DPM", "Podiatry License"),
    ("103T00000X", "PHD", "Psychology License"),
    ("175F00000X", "ND", "Naturopathy License"),
    ("225100000X", "DPT", "Physical Therapy License"),
)


def _truthful(code: str, credential: str, kind: str) -> Trick:
    def trick(world: World) -> dict[str, Any]:
        return application(world.person(codes=(code,), credential=credential, board={"type": kind}))

    return trick


def _claims_physician(code: str, credential: str, kind: str) -> Trick:
    """Return a trick whose register entry is honest and whose application is not."""

    def trick(world: World) -> dict[str, Any]:
        person = world.person(codes=(code,), credential=credential, board={"type": kind})
        return application(person, taxonomy="207R00000X")

    return trick


def _reports_physician(code: str, credential: str, kind: str) -> Trick:
    """Return a trick whose federal entry lies too: a physician's code was chosen there, the board knows better."""

    def trick(world: World) -> dict[str, Any]:
        person = world.person(codes=("207R00000X", code), credential=credential, board={"type": kind})
        return application(person, taxonomy="207R00000X")

    return trick


def _reports_degree(world: World) -> dict[str, Any]:
    person = world.person(codes=("207Q00000X",), credential="MD", board={"type": "Nurse License"})
    return application(person)


def _dentist_as_surgeon(world: World) -> dict[str, Any]:
    return application(world.person(codes=("204E00000X",), credential="DDS"))


def _other_claimed(world: World) -> dict[str, Any]:
    return application(world.person(), taxonomy="363LF0000X")


TRUTHFUL: Final = tuple(_truthful(*one) for one in _OTHERS)
LYING: Final = (
    *(_claims_physician(*one) for one in _OTHERS),
    *(_reports_physician(*one) for one in _OTHERS),
    _reports_degree,
    _dentist_as_surgeon,
    _other_claimed,
)
