"""``Examined``: a text that passed the gate's examination and is not in the ledger yet."""

from typing import ClassVar

from medpeer.deid import Category
from medpeer.gate._seal import Seal
from medpeer.gate._sealed import Sealed, check_seal
from medpeer.gate.raw import RawText
from medpeer.gate.rendering import RenderedHtml
from medpeer.gate.stamp import engine_stamp
from medpeer.gate.surfaces import POLICY_VERSION, AttestationReason, Surface
from medpeer.gate.terms import USUAL_TERMS, Terms


class Examined(Sealed):
    """What ``examine`` let pass, for one surface under the policy of this moment; ``clear`` takes nothing else.

    It lives as long as the request that made it: it cannot be formatted, copied or pickled.
    """

    placeholder: ClassVar = "<examined text>"
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
        self._hold(
            seal,
            _raw=raw,
            surface=surface,
            attested=attested,
            html=html,
            terms=terms,
            policy_version=POLICY_VERSION,
            engine_version=engine_stamp(),
        )

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
        check_seal(seal)
        return self._raw.open_for_check()
