# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Names by what stands around them: titles, kin, field labels, the words that introduce a person."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule, after

_PART: Final = r"(?:(?:[A-Z]'|Mc|Mac|O'|al-|el-|Al-|El-)?[A-Z][a-z]+(?:[-'][A-Z]?[a-z]+)*|[A-Z]{2,})"
_JOIN: Final = r"(?:\s(?:[A-Z]\.?\s)?(?:(?:van|von|de|da|del|della|di|bin|ibn|bint|al|el|la|le|der|den|ter|dos|du|abu|ben|St\.?)\s){0,3}"
_FULL: Final = _PART + _JOIN + _PART + r"){0,2}"
_TITLE: Final = r"(?:Mr|Mrs|Ms|Miss|Mx|Master|Dr|Drs|Doctor|Prof|Professor|Sr|Sra|Herr|Frau|Mme|Sister|Nurse|Rev|Fr|Father|Pastor|Rabbi|Imam|Sgt|Capt|Officer|Baby(?: (?:girl|boy))?|Baby (?:Girl|Boy)|BG|BB)"
_KIN: Final = (
    r"(?:mother|father|mom|mum|dad|wife|husband|son|daughter|brother|sister|aunt|uncle|cousin|niece|nephew|grandmother|grandfather|grandma|grandpa|granddaughter|grandson|partner|fianc[e]e?|"
    r"spouse|girlfriend|boyfriend|twin|caregiver|carer|guardian|neighbou?r|friend|roommate|HCP|POA|NOK|next of kin|stepmother|stepfather|stepson|stepdaughter|Mom|Mum|Dad|Mother|Father|Wife|Husband|Son|Daughter|Sister|Brother)"
)
_NOT_NAMES: Final = frozenset(
    "the a an and or but if in on at of for to from with by as is was who she he they it her his their this that these those there here when then than what why how not no yes "
    "said says did does has had have will would could should may might can patient patients pt history presented denies reports admitted seen exam labs plan hpi pmh meds ros mri ct icu ed er "
    "i we you my our your its also very still now today yesterday after before since until during because so all any some both each more most other another new old first second last next "
    "ecg ekg echo cxr copd chf dvt pe mi uti gi gu id hiv hcv hbv tb covid dnr dni poa snf or pcp ob gyn nicu picu ent np pa md rn do phd bp hr rr spo2 wbc crp esr tsh hba1c inr "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "english spanish french german chinese indian african american asian european christian muslim jewish hindu catholic "
    "dr mr mrs ms miss prof google house who strangelove contin".split()
)


def _is_name(text: str, start: int, end: int) -> bool:
    """Say whether a capitalised run begins with a word that can be a name."""
    return text[start:end].split(maxsplit=1)[0].strip(".,'").lower() not in _NOT_NAMES and not _EPONYM_AFTER.match(
        after(text, end, 30)
    )


EPONYMOUS: Final = r"(?:disease|syndrome|sign|test|score|criteria|scale|classification|procedure|operation|catheter|palsy|lymphoma|sarcoma|phenomenon|reflex|index|method|maneuver|manoeuvre|et al|trial|study|tumou?r|fracture|line|tube|contracture|law|node|cells?|ring|duct|drain|position|view|stain|bodies|body|anomaly|malformation|disorder|dystrophy|ataxia|chorea|encephalitis|thyroiditis|nephropathy|vasculitis|arteritis|ulcer|hernia|shunt|clip|suture|speculum|forceps|valve|mask|equation|formula|interval|model|regression|exact|risk score|nomogram|calculator|questionnaire|inventory|regimen|protocol|repair|incision|approach|triad|graft|stage|staging|grade|grading|granulomatosis|anemia|anaemia|gas|agar|virus|fever|respirations?|breathing|pupils?|lines|rings?|spots?|nodules?|cyst|esophagus|oesophagus|pouch|space|ligament|muscle|tendon|canal|loop|capsule|artery|block|wave|waves|arrhythmia|parasystole|paralysis|pneumonia|bundle|units?|hook|wire|needle|rod|rods|osteotomy|arthroplasty|amputation|gland|glands|membrane|angle|point|points|rule|triangle|tourniquet)"
_EPONYM_AFTER: Final = re2.compile(r"(?i)^(?:'s?)?\s" + EPONYMOUS + r"\b")

_NOT_AFTER_MR: Final = frozenset(
    "imaging image images scan angiogram angiography venogram venography spectroscopy brain spine urogram urography enterography cholangiogram elastography "
    "pelvis prostate breast knee shoulder hip abdomen liver severe moderate mild trace guided safe safety compatible conditional suite machine findings jet grade regurgitation".split()
)


def is_mister(text: str, start: int, end: int) -> bool:
    """Say whether what follows Mr or Mrs is a name and not magnetic resonance or a function word."""
    word = text[start:end].lower()
    return word not in _NOT_NAMES and word not in _NOT_AFTER_MR and _is_name(text, start, end)


RULES: Final = (
    Rule("name.mister", Category.NAME, r"\b(?:Mr|Mrs|Ms|Miss|Mx|mr|mrs|Señora|Señor|Mme|Frau|Herr|Madam|madam)\.?\s([A-Za-z][a-z'-]*[a-z](?:-[A-Z][a-z]+)?)\b", 0.9, is_mister),
    Rule("name.titled", Category.NAME, r"\b" + _TITLE + r"\.?\s(" + _FULL + r")", 0.93, _is_name),
    Rule("name.titled_initial", Category.NAME, r"\b(?:Mr|Mrs|Ms|Miss|Mx|mr|mrs|ms)\.?\s([A-Z](?:\.\s?[A-Z])?\b\.?)", 0.9),
    Rule("name.kin", Category.NAME, r"\b" + _KIN + r",?\s(" + _FULL + r")", 0.85, _is_name),
    Rule("name.introduced", Category.NAME, r"\b(?:named|called|name is|name was|known as|goes by|nicknamed|name's|surname|last name|first name|family name|born)\s(?:is\s)?(" + _FULL + r")", 0.85, _is_name),
    Rule("name.field", Category.NAME, r"(?:\b(?:[Pp]atient|PATIENT|[Pp]t|PT|[Nn]ame|NAME|ATTENDING|[Aa]ttending|[Rr]e|RE|[Ff]rom|[Aa]ttn|ATTN|[Ss]urgeon|SURGEON|PCP|[Gg]uarantor|NOK|POA|[Ss]ubscriber)(?: [Nn]ame| NAME)?)\s?[:=]\s?(" + _PART + r"(?:[, ]{1,2}[A-Z](?:[a-z]+|[A-Z]+|\.)?){0,3})", 0.9, _is_name),
    Rule("name.spelt", Category.NAME, r"\b([A-Z](?:[ .-][A-Z]){3,14})\b", 0.45),
    Rule("name.title_any", Category.NAME, r"(?i)\b(?:mr|mrs|ms|miss|madam|mme|dr|sr|señora|señor|tia|tio)\.?\s([a-z][a-z'-]{1,20})\b", 0.45, _is_name),
    Rule("name.comma", Category.NAME, r"\b([A-Z]{2,}(?:-[A-Z]{2,})?,\s?[A-Z]{2,}(?:\s[A-Z])?)\b\s{1,4}(?:DOB|MRN|\d)", 0.9, _is_name),
)  # fmt: skip
