# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Hospitals, practices, schools and the words that lead to a town."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.eponyms import EPONYMS
from medpeer.deid.lexicon import MEDICAL, PLACE, WORD, level, lexicon
from medpeer.deid.rules.rule import Rule, after

_CAP: Final = r"(?:(?:St|Ste|Mt|Ft)\.?\s)?[A-Z][A-Za-z'.&-]*[A-Za-z]"
_FACILITY: Final = (
    r"(?:Hospital|Hosp|Medical Cent(?:er|re)|Med Ctr|Medical Ctr|Clinic|Infirmary|Hospice|Health Cent(?:er|re)|Health System|Healthcare|Sanatorium|Nursing Home|Care Home|Rehabilitation|Rehab|Surgery Center|Children's|General|Memorial|Regional|Mercy|"
    r"Manor|Pavilion|Polyclinic|Dispensary|Dialysis|Cancer Cent(?:er|re)|Institute|University Hospital|Elementary|High School|Middle School|School|Academy|College|Church|Parish|Temple|Mosque|Assisted Living|Urgent Care|Pharmacy|Family Practice|Family Medicine|Surgery|Medical Group|Prison|Jail|Penitentiary|Correctional)"
)

_CLINICAL_PLACES: Final = frozenset(
    "er ed icu or pacu ccu nicu picu micu sicu hdu itu ct mri us ecg ekg medical emergency april march may june july monday tuesday wednesday thursday friday saturday sunday".split()
)


def _is_place(text: str, start: int, end: int) -> bool:
    """Say whether a capitalised run can be a place: not a unit or a day."""
    return text[start:end].split(maxsplit=1)[0].lower() not in _CLINICAL_PLACES


_CLINICAL_LETTERS: Final = frozenset(
    "ICU ED ER OB GI GU ENT HIV TB STI STD IBD CF MS CHF HF INR OR PT OT IVF ADHD COPD DVT TIA MD US UK NHS PMR CT MRI EEG EMG EKG ECG ECHO PCP FM IM IR LTC SNF PACU CCU NICU PICU MICU SICU HDU ITU EMS DNR "
    "RN NP PA GP PICC HD PD PE MI AF TAVR CABG PCI POTS SLE RA DM ESRD CKD ALS MND UTI URI VTE AKI TPN PEG BMT GVHD AML CML CLL ALL MDS ICD LVAD ECMO POD CBT ABA OCD PTSD HPV HCV HBV HSV RSV COVID FDA CDC WHO NEJM JAMA BMJ".split()
)
_NOT_INSTITUTION: Final = re2.compile(
    r"^(?:'s)?\s(?:protocol|calculator|guide|guideline|data|criteria|study|trial|series|group|cohort|paper|proceedings|risk|score|classification|law|act|rule|church|study|registry|experience|model|nomogram|manual|handbook|style|precaution)"
)
_GENERIC: Final = frozenset(
    "our local the a an my his her their this that another outside other same each every any nearby rural small big tertiary teaching referring receiving private public academic urban general community university district county regional city state "
    "acute day walk-in pain wound memory fertility diabetes stroke eye dental sleep fracture asthma heart cancer breast chest free satellite specialty specialist outpatient outreach travel methadone surgical medical psychiatric mental home nursing rehab "
    "and or to from at in of for with by is was no new old first second open closed discharge left during after before went large critical access long-term follow-up post back via between per whole main level trauma academic field base ship in-house children's childrens women's veterans".split()
)


def _is_acronym_place(text: str, start: int, end: int) -> bool:
    """Say whether capitals beside a word for a hospital are its name and no department or disease."""
    return text[start:end].split(maxsplit=1)[0] not in _CLINICAL_LETTERS


def _is_institution(text: str, start: int, end: int) -> bool:
    """Say whether a known house is where someone was treated and not what a score or study is called."""
    return start < end and not _NOT_INSTITUTION.match(after(text, end, 20))


def _is_branch(text: str, start: int, end: int) -> bool:
    """Say whether a clinic or office is called by its town and not by a drug, a disease or an organ."""
    words = text[start:end].lower().split()[:-1]
    values = [lexicon().get(word, 0) for word in (" ".join(words), *words)]
    return (
        not any(level(value, MEDICAL) for value in values[1:])
        and any(level(value, PLACE) for value in values)
        and EPONYMS.isdisjoint(words)
    )


def _is_holy(text: str, start: int, end: int) -> bool:
    """Say whether a pious name is a house: capitalised, or where all is in lower case, and no law or church father."""
    word = text[start:end]
    if word.islower() and not text[max(0, start - 80) : end + 80].islower():
        return False
    return word.split(maxsplit=1)[0].lower() not in _GENERIC and _is_institution(text, start, end)


def _is_lower_facility(text: str, start: int, end: int) -> bool:
    """Say whether a word for a hospital in lower case has a name before it: one that no dictionary of English has."""
    words = text[start:end].split()
    head = next((at for at, word in enumerate(words) if word in _HEADS), len(words))
    if head == 0 or words[head - 1] in _GENERIC or words[0] in _GENERIC:
        return False
    values = [lexicon().get(word.strip(".'"), 0) for word in words[:head]]
    if (
        any(level(value, MEDICAL) for value in values)
        or _COURSE.match(after(text, end, 12))
        or not _is_institution(text, start, end)
    ):
        return False
    return any(level(value, WORD) < _COMMON for value in values) or not _LAND.isdisjoint(words)


_COURSE: Final = re2.compile(r"^\s(?:day|stay|course|admission|bed|staff|policy|visit|follow|number|days)")
_LAND: Final = frozenset(
    "street avenue hill valley ridge lake river creek bay park pine oak elm maple cedar grove spring springs meadow brook harbor harbour island coast mountain summit".split()
)
_HEADS: Final = frozenset(
    "hospital clinic infirmary hospice medical dialysis urgent rehab surgical family nursing care health community memorial general regional".split()
)
_COMMON: Final = 4
_HEAD: Final = r"(?:(?:community |general |memorial |regional |children's |university )?hospital|medical center|medical centre|clinic|infirmary|hospice|dialysis(?: center| centre| unit)?|urgent care|rehab|surgical center|family practice|family medicine|nursing home|care home|health center|health centre|memorial|regional)"

RULES: Final = (
    Rule("place.facility", Category.LOCATION, r"\b((?:" + _CAP + r"\s){1,4}(?:(?:of|for|and|&|the)\s(?:" + _CAP + r"\s){1,3})?" + _FACILITY + r"(?:\s(?:Hospital|Cent(?:er|re)|Campus|Clinic))?)\b", 0.85, _is_institution),
    Rule("place.saint", Category.LOCATION, r"\b((?:St|Ste|Saint|Sainte|San|Santa|Our Lady of|Mount|Mt)\.?\s[A-Z][a-z]+(?:-[A-Z][a-z]+)?'s)\b", 0.8),
    Rule("place.at_on", Category.LOCATION, r"\b(?:at|to|from|in)\s((?:" + _CAP + r"|[A-Z]{2,6})(?:\s(?:of\s)?(?:" + _CAP + r"|[A-Z]{2,6})){0,4}(?:,\s[A-Z]{2})?)\son\s(?:the\s)?(?:\d|January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", 0.8, _is_place),
    Rule("place.after_preposition", Category.LOCATION, r"\b(?:at|from|near|outside)\s((?:the\s)?(?:" + _CAP + r")(?:\s(?:of\s)?(?:" + _CAP + r")){0,3})\b", 0.3),
    Rule("place.led_to", Category.LOCATION, r"\b(?:lives in|lived in|living in|resides in|resident of|moved to|moved from|comes from|hails from|home in|house in|based in|transferred from|transfer from|referred from|flown from|born in|grew up in|works in|driving from|town of|city of|village of|county of|outside of|near)\s((?:" + _CAP + r")(?:\s" + _CAP + r"){0,2})", 0.7),
    Rule("place.facility_more", Category.LOCATION, r"\b((?:" + _CAP + r"\s){1,3}(?:Surgical|Imaging|Cancer|Heart|Eye|Spine|Dental|Birth|Birthing|Wellness|Infusion|Endoscopy|Women's|Fertility|Kidney|Pain|Oncology|Orthop(?:a)?edic|Pediatric|Paediatric|Walk-in|Renal|Cardiac|Vascular|Sleep|Diabetes|Med\.?)\s(?:Center|Centre|Ctr|Institute|Clinic|Associates|Partners|Group|Unit|Hospital))\b", 0.85),
    Rule("place.facility_of", Category.LOCATION, r"(?i:\bthe va (?:in|at|hospital in)\s|\bchildren'?s (?:hospital |medical center )?(?:of|in)\s|\bkaiser (?:in|at)\s|\b(?:memorial|general|community|university|methodist|baptist) hospital (?:of|in)\s)(?:the\s)?[A-Za-z][a-z'-]{2,20}(?:\s[A-Z][a-z'-]+)?", 0.85, _is_institution),
    Rule("place.facility_town", Category.LOCATION, r"\b(?:Children's|Women's|General|Memorial|Community|University|Veterans)\s(?:Hospital|Medical Center),?\s(?:of\s|in\s)?[A-Z][a-z]+(?:\s[A-Z][a-z]+)?", 0.8),
    Rule("place.facility_plain", Category.LOCATION, r"\b(?:at|from|to|by|in)\s(?:the\s)?((?:(?:Community|Memorial|General|Regional|County|City|District|University|Children's|Women's|Veterans|Provincial|Central|Royal|National|State)\s){1,3}(?:Hospital|Infirmary|Medical Cent(?:er|re)|Clinic))\b", 0.7, soft=True),
    Rule("place.facility_holy", Category.LOCATION, r"(?i)\b(?:good samaritan|holy (?:cross|family|name|spirit|trinity|redeemer|rosary|angels|child)|sacred heart|our lady of (?:the )?[a-z]+(?: [A-Z][a-z]+)?|sisters of [a-z]+|little company of mary|immaculate heart|[a-z]+ (?:lutheran|presbyterian|deaconess)|(?:mercy|trinity) (?:general|lutheran|health|regional|medical center|hospital))(?:\s(?:hospital|medical center|health|er|ed|clinic|icu))?\b", 0.8, _is_holy),
    Rule("place.facility_acronym", Category.LOCATION, r"\b([A-Z]{2,6}\s(?:Med(?:ical)?\.?\s(?:Center|Centre|Ctr)|Medical College|Hospital|Hosp|Health|Clinic))\b", 0.85, _is_acronym_place),
    Rule("place.institution", Category.LOCATION, r"(?:\b(?:at|from|to|by|in)\s|@\s?)(?:the\s)?((?:MD Anderson|Mass General|Massachusetts General|Cleveland Clinic|Mayo(?: Clinic)?|(?:Johns )?Hopkins|Cedars[ -]Sinai|Mount Sinai|Mt\.? Sinai|Kaiser(?: Permanente)?|(?:Memorial )?Sloan[ -]Kettering|Baylor(?: Scott (?:&|and) White)?|UCLA|UCSF|UCSD|NYU|UPMC|UPenn|MGH|BWH|BIDMC|OHSU|UNC|UAB|VCU|Great Ormond Street|GOSH|Addenbrooke's|AIIMS|CMC Vellore|SickKids|Charite)(?:\s(?:Hospital|Medical Center|Med\.? (?:Ctr|Center)|Health))?)\b", 0.65, _is_institution, soft=True),
    Rule("place.branch", Category.LOCATION, r"\b(?:[Oo]ur|[Tt]he|[Tt]heir|in|at)\s([A-Z][a-z]+(?:\s[A-Z][a-z]+)?\s(?:branch|office|clinic|campus|site|practice|location))\b", 0.75, _is_branch),
    Rule("place.area", Category.LOCATION, r"\b(?:lives|living|lived|resid\w+|based|grew up|born|works) in (the [A-Z][a-z]+(?:\s[A-Z][a-z]+)?)(?:\sarea|[,.;]|\s[a-z])", 0.7, soft=True),
    Rule("place.facility_lower", Category.LOCATION, r"(?:\b(?:at|from|to|in|by|via|near|of|the)|\d,?|[;:|])\s((?:st\.? )?(?:[a-z'-]{3,20} ){1,3}" + _HEAD + r")\b", 0.8, _is_lower_facility),
)  # fmt: skip
