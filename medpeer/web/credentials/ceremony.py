"""One passkey ceremony between a page and the form it comes back with."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from flask import request

from medpeer.core.crypto import new_token
from medpeer.credentials import ceremonies, queries
from medpeer.credentials.ceremonies import NewPasskey, RelyingParty
from medpeer.credentials.errors import PasskeyRefusedError
from medpeer.credentials.service.passkeys import Use
from medpeer.credentials.slips import SlipPurpose, read_slip, write_slip
from medpeer.web.credentials.forms import PasskeyForm
from medpeer.web.signing_in import session_token
from medpeer.web.state import reading, state

LOCAL: Final = "localhost"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page hands to its script: the question as JSON, and the slip that holds its challenge."""

    options: str
    slip: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A checked answer: whose passkey it was, and its use to be noted."""

    physician_id: int
    use: Use


def find_party() -> RelyingParty | None:
    """Return whom passkeys are for here; ``None`` under a bare IP address, for which browsers make none."""
    settings = state().settings
    # A tried-out copy is reached under the machine's own name too; a served one under its address alone.
    here = urlsplit(request.host_url).hostname
    return ceremonies.origin_of(request.host_url if here == LOCAL and not settings.production else settings.base_url)


def named_address() -> str | None:
    """Return where passkeys can be tried when a tried-out copy was opened by its bare number; else ``None``."""
    here = urlsplit(request.host_url)
    if state().settings.production or here.hostname != "127.0.0.1":
        return None
    return here._replace(netloc=here.netloc.replace("127.0.0.1", LOCAL), path=request.path).geturl()


def _party() -> RelyingParty:
    party = find_party()
    if party is None:
        raise PasskeyRefusedError
    return party


def _new_slip(purpose: SlipPurpose, challenge: str) -> str:
    return write_slip(state().database.context, purpose, session_token=session_token(), value=challenge)


def _challenge(form: PasskeyForm, purpose: SlipPurpose) -> str:
    context = state().database.context
    return read_slip(context, form.slip.data or "", purpose, session_token=session_token())


def ask_new(physician_id: int) -> Asked | None:
    """Return what makes a browser offer to make a passkey, or ``None`` where it could not."""
    party = find_party()
    if party is None:
        return None
    challenge = new_token()
    with reading() as session:
        owner = queries.passkey_owner(session, physician_id)
        known = queries.list_passkey_ids(session, physician_id)
    options = ceremonies.creation_options(party, owner, challenge=challenge, known_ids=known)
    return Asked(options, _new_slip(SlipPurpose.ADD_PASSKEY, challenge))


def ask_any(purpose: SlipPurpose, known_ids: tuple[str, ...] = ()) -> Asked | None:
    """Return what makes a browser offer a passkey it has, or ``None`` where it could have none."""
    party = find_party()
    if party is None:
        return None
    challenge = new_token()
    options = ceremonies.request_options(party, challenge=challenge, known_ids=known_ids)
    return Asked(options, _new_slip(purpose, challenge))


def check_new(form: PasskeyForm) -> NewPasskey:
    """Return the passkey that the form brings, checked.

    Raises:
        PasskeyRefusedError: it does not stand up.
        StaleSlipError: the page was open for too long.
    """
    challenge = _challenge(form, SlipPurpose.ADD_PASSKEY)
    return ceremonies.check_new(form.credential.data or "", _party(), challenge=challenge)


def check_any(form: PasskeyForm, purpose: SlipPurpose) -> Answered:
    """Return whose passkey signed what the form brings.

    Raises:
        PasskeyRefusedError: nobody's, or the signature does not stand up.
        StaleSlipError: the page was open for too long.
    """
    challenge, answer = _challenge(form, purpose), form.credential.data or ""
    credential_id = ceremonies.claimed_id(answer)
    with reading() as session:
        found = queries.find_passkey(session, credential_id)
    if found is None:
        raise PasskeyRefusedError
    count = ceremonies.check_answer(answer, found.stored, _party(), challenge=challenge)
    return Answered(found.physician_id, Use(found.passkey_id, found.stored.sign_count, count))


def check_own(form: PasskeyForm, purpose: SlipPurpose, physician_id: int) -> Answered:
    """Return the use of one of a person's own passkeys.

    Raises:
        PasskeyRefusedError: it is another's, nobody's, or the signature does not stand up.
        StaleSlipError: the page was open for too long.
    """
    answered = check_any(form, purpose)
    if answered.physician_id != physician_id:
        raise PasskeyRefusedError
    return answered
