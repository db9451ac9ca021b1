"""``Examined``: a text that passed the gate's examination and is not in the ledger yet."""

from typing import Final, NoReturn

from medpeer.deid import Category
from medpeer.gate._seal import SEAL, Seal
from medpeer.gate.raw import RawText
from medpeer.gate.rendering import RenderedHtml
from medpeer.gate.stamp import engine_stamp
from medpeer.gate.surfaces import POLICY_VERSION, AttestationReason, Surface
from medpeer.gate.terms import USUAL_TERMS, Terms

EXAMINED: Final = "<examined text>"


class Examined:
    """What ``examine`` let pass, for one surface under the policy of this moment; ``clear`` takes nothing else.

    It lives as long as the request that made it: it cannot be formatted, copied or pickled.
    """

    __slots__ = ("_raw", "attested", "engine_version", "html", "policy_version", "surface", "terms")

    def __init__(
        self,
        raw: RawText,
        surface: Surface,
        *,
        attested: frozenset[tuple[Category, AttestationReason]],
        html: RenderedHtml | None,
        terms: Terms = USUAL_TERMS,
        seal: Seal,
    ) -> None:
        """Hold ``raw`` with its verdict; only the gate has the seal. ``html`` is for a Markdown surface.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        if seal is not SEAL:
            message = "only the gate examines text"
            raise TypeError(message)
        for name, value in (
            ("_raw", raw),
            ("surface", surface),
            ("attested", attested),
            ("html", html),
            ("terms", terms),
            ("policy_version", POLICY_VERSION),
            ("engine_version", engine_stamp()),
        ):
            object.__setattr__(self, name, value)

    _raw: RawText
    surface: Surface
    attested: frozenset[tuple[Category, AttestationReason]]
    html: RenderedHtml | None
    terms: Terms
    policy_version: str
    engine_version: str

    def open_to_clear(self, *, seal: Seal) -> str:
        """Return the text as it was examined: for ``clear`` alone.

        Raises:
            TypeError: ``seal`` is not the gate's own.
        """
        if seal is not SEAL:
            message = "only the gate clears text"
            raise TypeError(message)
        return self._raw.open_for_check()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a verdict holds for one text on one surface."""
        raise TypeError(EXAMINED)

    def __repr__(self) -> str:
        """Return a placeholder."""
        return EXAMINED

    def __format__(self, format_spec: str) -> NoReturn:
        """Refuse: a format string is on its way to a log or a page."""
        raise TypeError(EXAMINED)

    def __reduce__(self) -> NoReturn:
        """Refuse: neither copied, nor sent to a disk or another process."""
        raise TypeError(EXAMINED)
