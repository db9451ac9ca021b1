"""Impostors by class: in each, everything is as good as an attacker can make it but for one thing."""

from collections.abc import Mapping, Sequence
from typing import Final

from bench.onboarding.impostors import abuse, exclusions, identity, licences, mailboxes, professions
from bench.onboarding.impostors.trick import Trick

CLASSES: Final[Mapping[str, Sequence[Trick]]] = {
    "own mailbox": mailboxes.OWN,
    "look-alike domain": mailboxes.LOOK_ALIKE,
    "address tricks": mailboxes.ADDRESS,
    "shared mailbox": mailboxes.SHARED,
    "colleague's mailbox": mailboxes.COLLEAGUE,
    "link not opened": mailboxes.UNOPENED,
    "invalid NPI": identity.INVALID_NPI,
    "unregistered NPI": identity.UNREGISTERED_NPI,
    "another's name on NPI": identity.NAME,
    "disguised name": identity.DISGUISED,
    "other birth date": identity.BIRTH_DATE,
    "second account": identity.SECOND,
    "another's licence": licences.ANOTHERS,
    "wrong state": licences.STATE,
    "not in good standing": licences.STANDING,
    "number out of use": licences.NUMBER,
    "non-physician, truthful": professions.TRUTHFUL,
    "non-physician, lying": professions.LYING,
    "excluded person": exclusions.TRICKS,
    "field abuse": abuse.TRICKS,
}
