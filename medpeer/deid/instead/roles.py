# ruff: noqa: E501 - tables read best on one line
"""Who a named person is in the story, by the words around the name: patient, relative, colleague, somebody."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import re2

from medpeer.deid.instead.around import Around

_KIN: Final = (
    "mother|father|mom|mum|dad|wife|husband|son|daughter|brother|sister|aunt|uncle|cousin|niece|nephew|grandmother|grandfather|grandma|grandpa|"
    "granddaughter|grandson|partner|fianc\u00e9e?|fiancee?|spouse|girlfriend|boyfriend|twin(?: brother| sister)?|caregiver|carer|guardian|neighbou?r|friend|"
    "roommate|stepmother|stepfather|stepson|stepdaughter|half-brother|half-sister|(?:mother|father|son|daughter|brother|sister)-in-law|ex-wife|ex-husband|widow|widower"
)
_ROLE: Final = (
    "attending|consultant|surgeon|registrar|resident|intern|oncologist|cardiologist|neurologist|nephrologist|physician|gp|pcp|family doctor|paediatrician|pediatrician|"
    "obstetrician|gyn\\w+ologist|psychiatrist|psychologist|pathologist|radiologist|ana?esthetist|anesthesiologist|dermatologist|fellow|nurse(?: practitioner)?|"
    "midwife|pharmacist|paramedic|social worker|case manager|hospitalist|rheumatologist|urologist|gastroenterologist|hepatologist|pulmonologist|intensivist|endocrinologist|ha?ematologist|"
    "dietitian|physiotherapist|physical therapist|physician assistant|colleague|partner|supervisor|office manager|practice manager|manager|receptionist|secretary|biller|coder|scribe|"
    "medical assistant|accountant|lawyer|attorney|locum|nephrology fellow|med student|medical student|chief resident"
)
_DET: Final = r"(?:(our|my|your|his|her|their|the patient(?:'|\x{2019})s|the pt(?:'|\x{2019})s|the|an?|whose)\s+)?"
_JOIN: Final = r"(?:\s*,\s*|\s*\(\s*|\s+(?:is |was |named |called |also )?)"
_CIVIL: Final = r"mr|mrs|ms|miss|mx|master|sr|sra|srta|herr|frau|mme|monsieur|madame|shri|smt|tuan|puan|encik|lady|lord|sir|dame|baby boy|baby girl|baby|young|little|poor"
_CLINICAL: Final = r"drs?|doctor|prof(?:essor)?|nurse|rn|np|matron"
_TITLES: Final = rf"(?:(?:{_CIVIL}|{_CLINICAL})\.?\s+)*"

_BY_KIN: Final = re2.compile(
    rf"(?i)\b{_DET}(?:\b(?:older|elder|younger|eldest|youngest|adult|late|other|second|twin)\s+)?\b({_KIN}){_JOIN}{_TITLES}$"
)
_BY_ROLE: Final = re2.compile(
    rf"(?i)\b{_DET}(?:\b(?:new|old|senior|junior|local|treating|other|second)\s+)?\b({_ROLE}){_JOIN}{_TITLES}$"
)
_KIN_LABEL: Final = re2.compile(rf"(?i)\b({_KIN})\s*:\s*{_TITLES}$")
_COLLEAGUE_LABEL: Final = re2.compile(
    rf"(?i)\b(?:{_ROLE}|provider|md|author|signed|dictated by|cc|ref(?:erring)?|reviewer|reported by|requested by|team)\s*:\s*{_TITLES}$"
)
_BY_PATIENT: Final = re2.compile(rf"(?i)\b{_DET}(?:patient|pts?|pat)\s+(?:is |was |named |called )?{_TITLES}$")
_NAMED: Final = re2.compile(rf"(?i)(\b[a-z-]+),?\s+(?:named|called|by the name of)\s+{_TITLES}$")
_AGE_LED: Final = re2.compile(r"(?i)(?:years?[ -]old|\by/?o)\s+$")
_TITLED: Final = re2.compile(rf"(?i)\b(?:(?:{_CIVIL})\.?\s+(?:and|&)\s+)?(?:(?:{_CIVIL})\.?\s+)+$")
_COUPLE: Final = re2.compile(r"(?i)\bmr\.?\s+(?:and|&)\s+mrs\.?\s+$")
_CLINICIAN: Final = re2.compile(rf"(?i)\b(?:(?:{_CLINICAL})\.?\s+)+$")
_GREETED: Final = re2.compile(r"(?i)(?:^|\n|[.!?]\s)\s*(?:hi|hello|hey|dear|good (?:morning|evening|afternoon))[, ]+$")
_THANKED: Final = re2.compile(
    r"(?i)(?:\b(?:thanks|thank you|regards|sincerely|cheers|best|cc|signed)\b[\s,\x{2013}\x{2014}-]*|\n\s*[\x{2013}\x{2014}-]+\s*)$"
)
_BY_ACT: Final = re2.compile(
    r"(?i)\b(?:seen|reviewed|referred|read|assessed|examined|operated|performed|signed|dictated|reported|written|handed over|followed) (?:on )?(?:by|to) $|\b(?:discussed|spoke|spoken|d/w) (?:with|to)? ?$"
)
_CREDENTIALS: Final = re2.compile(
    r"^,?\s*(?:(?:MD|DO|MBBS|MBChB|FRCP\w*|FACP|FACS|PhD|RN|BSN|DNP|NP|APRN|PA-C|PA|CRNA|PharmD|LCSW|CNM|DPM)\b[,.]?\s?)+(?:$|\b|[^A-Za-z])"
)
_KIN_BEHIND: Final = re2.compile(
    rf"(?i)^\s*(?:\(\s*(?:his |her |their |the |my |patient(?:'|\x{{2019}})s )?({_KIN})\s*\)|,\s*(?:his|her|their|the patient(?:'|\x{{2019}})s)\s+({_KIN})\b,?)"
)
_AGED: Final = re2.compile(r"(?i)^(?:,|\s+is|\s*\()?\s*(?:an?\s+)?\d{1,2}\s?-?\s?(?:y|yr|year|[mf]\b)")
_HOUSEHOLD: Final = re2.compile(r"(?i)^\s+(?:family|household|kids|children|sisters|brothers|twins|case|chart)\b")
_THE: Final = re2.compile(r"(?i)\bthe $")
_NOUN: Final = re2.compile(r"^ [a-z]{3}")


class Part(StrEnum):
    """The part somebody plays."""

    PATIENT = "the patient"
    RELATIVE = "relative"
    STAFF = "staff"
    COLLEAGUE = "a colleague"
    COUPLE = "the couple"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sign:
    """What the words around one name say: the part, its noun, whose it is, and how much beside the name goes with it.

    ``is_noun_only`` where a noun that stays says who it is: "a woman named …" becomes "a woman".
    """

    part: Part
    noun: str = ""
    owner: str = ""
    before: int = 0
    after: int = 0
    is_noun_only: bool = False


def sign_of(around: Around) -> Sign:
    """Read the words around one name; the most telling come first."""
    return _behind(around) or _related(around) or _clinical(around) or _patient(around) or Sign(Part.UNKNOWN)


def _behind(around: Around) -> Sign | None:
    """Read what follows the name: "(daughter)", ", her daughter,", ", MD"."""
    kin, title = around.followed_by(_KIN_BEHIND), around.led_by(_TITLED)
    swallowed = len(title.group()) if title else 0
    if kin:
        return Sign(Part.RELATIVE, (kin.group(1) or kin.group(2)).lower(), before=swallowed, after=kin.end())
    credentials = around.followed_by(_CREDENTIALS)
    if credentials:
        title = around.led_by(_CLINICIAN)
        return Sign(
            Part.COLLEAGUE,
            before=len(title.group()) if title else swallowed,
            after=len(credentials.group().rstrip(" ,.;:)\n")),
        )
    return None


def _related(around: Around) -> Sign | None:
    """Read "her daughter Ana", "Wife: Ana", "our cardiologist Dr Chen"."""
    for part, pattern in ((Part.RELATIVE, _BY_KIN), (Part.STAFF, _BY_ROLE)):
        hit = around.led_by(pattern)
        if hit:
            owner = (hit.group(1) or "").lower()
            joined = hit.group()[len(hit.group(1) or "") :]
            comma = "," in joined and around.after.startswith(",")
            bracket = "(" in joined and around.after.startswith(")")
            return Sign(part, hit.group(2).lower(), owner, before=len(hit.group()), after=int(comma or bracket))
    label = around.led_by(_KIN_LABEL)
    return Sign(Part.RELATIVE, label.group(1).lower(), before=_title_chars(around)) if label else None


def _clinical(around: Around) -> Sign | None:
    """Read "Dr Obi", "Attending: Obi", "Hi Amara", "seen by Obi"."""
    title = around.led_by(_CLINICIAN)
    if title:
        return Sign(Part.COLLEAGUE, before=len(title.group()))
    if around.led_by(_GREETED):
        return Sign(Part.COLLEAGUE, is_noun_only=True)
    if any(around.led_by(pattern) for pattern in (_COLLEAGUE_LABEL, _THANKED, _BY_ACT)):
        return Sign(Part.COLLEAGUE, before=_title_chars(around))
    return None


def _patient(around: Around) -> Sign | None:
    """Read "Mrs Pruitt", "our patient Rosa", "a woman named Rosa", "Rosa, 43 years"."""
    named = around.led_by(_NAMED)
    if named:
        return Sign(Part.PATIENT, named.group(1), before=len(named.group()), is_noun_only=True)
    if around.led_by(_AGE_LED):
        return Sign(Part.PATIENT, "patient", is_noun_only=True)
    if around.led_by(_COUPLE):
        return Sign(Part.COUPLE, before=len(around.led_by(_COUPLE).group()))
    for pattern in (_BY_PATIENT, _TITLED):
        hit = around.led_by(pattern)
        if hit:
            return Sign(Part.PATIENT, before=len(hit.group()))
    is_field = around.span.rule == "name.field"
    return Sign(Part.PATIENT) if is_field or around.followed_by(_AGED) or is_attribute(around) else None


def is_attribute(around: Around) -> bool:
    """Say whether a name stands before a noun as its owner: "the Kim hip", "the Pruitt family"."""
    return bool(around.led_by(_THE) and around.followed_by(_NOUN)) or bool(around.followed_by(_HOUSEHOLD))


def _title_chars(around: Around) -> int:
    """Give the length of the titles right before the name."""
    title = around.led_by(_TITLED) or around.led_by(_CLINICIAN)
    return len(title.group()) if title else 0
