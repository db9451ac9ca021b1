# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""Postal addresses: streets as many countries write them, postal codes, towns beside their state."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule, after, before

_CAP: Final = r"(?:(?:St|Ste|Mt|Ft)\.?\s)?[A-Z][A-Za-z'.&-]*[A-Za-z]"
_STREET: Final = (
    r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Courts|Boulevard|Blvd|Way|Place|Pl|Terrace|Ter|Circle|Cir|Parkway|Pkwy|Highway|Hwy|Crescent|Cres|Close|Square|Sq|Trail|Trl|Loop|Row|Walk|Mews|Grove|Gardens|Marg|Nagar|Colony|"
    r"Alley|Mount|Cove|Path|Pike|Turnpike|Ridge|Ridges|Hills?|Heights|Glen|Glens|Plaza|Route|Estates?|Bend|Crossing|Crossroad|Villas?|Springs?|Gate|Gateway|Rise|Vale|Wharf|Quay|Parade|Esplanade|Chowk|Vihar|Enclave|Views?|Manors?|Meadows?|Orchard|Isle|Island|Junctions?|Knolls?|Lakes?|Landing|"
    r"Locks?|Lodge|Mills?|Motorway|Mountains?|Oval|Overpass|Park|Parks|Parkways|Passage|Pines?|Plains?|Points?|Ports?|Prairie|Ramp|Ranch|Rapids|Rest|River|Roads|Rue|Run|Shoals?|Shores?|Skyway|Spurs?|Squares|Stravenue|Stream|Streets|Summit|Throughway|Trace|Track|Trafficway|Tunnel|"
    r"Underpass|Unions?|Valleys?|Via|Viaduct|Village|Ville|Vista|Walks|Walls?|Well|Wells|Bridge|Brooks?|Burgs?|Bypass|Camp|Canyon|Cape|Causeway|Circles|Cliffs?|Club|Common|Commons|Corners?|Course|Creek|Crest|Dale|Dam|Divide|Drives|Expressway|Extensions?|Falls?|Ferry|Fields?|Flats?|Fords?|Forest|Forges?|Forks?|"
    r"Fort|Freeway|Greens?|Groves|Harbors?|Haven|Hollow|Inlet|Key|Keys|Light|Lights|Mall|Mission|Neck|Shore|Spring|Station)"
)
"""Street words as postal services list them (USPS publication 28, Royal Mail), the common ones first."""
_PLAIN: Final = r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|place|terrace|circle|parkway|pkwy|highway|hwy|crescent|close|square|trail|way|grove|gardens|mews)"
_FLAT: Final = r"(?:[,\s]\s?(?:Apt|Apartment|Unit|Suite|Ste|Flat|Floor|Fl|#)\.?\s?#?\s?[0-9A-Za-z-]{1,6})?"
_STATE: Final = r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]|ON|QC|BC|AB|MB|SK|NS|NB|NL|NSW|VIC|QLD|TAS)"
_TOWN: Final = r"(?:[A-Z][A-Za-z'.-]+\s?){1,3}"
_TAIL: Final = r"(?:\s?[,\n]\s?" + _TOWN + r"(?:,\s?" + _STATE + r"\b)?(?:\s\d{5}(?:-\d{4})?\b)?)?"
_AMBIGUOUS: Final = frozenset(
    "MD PA CT MS OR IN ME OK MA ND NP AL CO LA DE HI ID MO PR AB ON MT AR WA SC NB BC VA".split()
)
_CAME_FROM: Final = re2.compile(
    r"(?:\b(?:in|from|of|to|at|near|outside|resident|residing|lives?|living|visiting|moved|based|born|hospital|clinic|center|centre|area|over)\b[\s,a-z]{0,6}|[,\n]\s?)$"
)
_UNITS: Final = frozenset(
    "mg mcg ml kg g l dl mm cm day days week weeks month months year years hr hrs hour hours min minutes units lead leads beats patients pt pts head chest brain abdominal abdo cardiac chest coronary ct mri yo cores nodes doses vessel anterior posterior inferior superior lateral medial septal apical acute persistent new old diffuse marked mild severe elevated depressed significant transient left right bilateral upper lower wall stay way of to in on at and or by the a an for with long short smoker normal abnormal total about over under all the his her more most pack".split()
)


def _is_plain_street(text: str, start: int, end: int) -> bool:
    """Say whether a number and a street word in lower case are an address: no unit or clinical word between them."""
    words = [word.strip(".") for word in text[start:end].replace(",", " ").lower().split()[1:]]
    names = words[: next((at for at, word in enumerate(words) if at and _STREET_WORD.fullmatch(word)), len(words))]
    return bool(names) and not any(word in _UNITS for word in names)


_STREET_WORD: Final = re2.compile(_PLAIN)


def _is_town(text: str, start: int, end: int) -> bool:
    """Say whether a capitalised run beside a state's letters is a town: letters that mean more need a word before."""
    state = text[start:end].rsplit(maxsplit=1)[-1].strip(",")
    if state not in _AMBIGUOUS or text[end : end + 6].strip().isdigit():
        return True
    return bool(_CAME_FROM.search(before(text, start, 24))) and not _GOES_ON.match(after(text, end, 14))


_GOES_ON: Final = re2.compile(r"^\s?(?:head|chest|scan|angio|abdomen|/|-|\d+ (?:mg|ml))")

RULES: Final = (
    Rule("place.street", Category.LOCATION, r"\b\d{1,5}[A-Za-z]?,?\s(?:[NSEW]\.?\s)?(?:" + _CAP + r"\s){1,3}" + _STREET + r"\b\.?" + _FLAT + _TAIL, 0.95),
    Rule("place.street_led", Category.LOCATION, r"\b(?i:lives at|living at|lived at|residing at|resides at|home address|address(?: is|:)?|discharged? (?:home )?to|house at|home at|moved to|delivered to|mailed to|sent to)[\s:]{1,2}(\d{1,5}[A-Za-z]?,?\s" + _CAP + r"(?:\s" + _CAP + r"){1,3})" , 0.85),
    Rule("place.street_numbered", Category.LOCATION, r"\b\d{1,5}\s(?:(?:[NSEW]|North|South|East|West)\.?\s)?\d{1,3}(?:st|nd|rd|th)\s(?:Street|St|Avenue|Ave|Road|Rd|Place|Pl|Court|Ct)\b\.?" + _FLAT + _TAIL, 0.95),
    Rule("place.street_lower", Category.LOCATION, r"\b(\d{2,5} (?:[nsew]\.? )?(?:[a-z'-]{3,20} |\d{1,3}(?:st|nd|rd|th) ){1,2}" + _PLAIN + r"\.?(?:,? (?:apt|flat|unit|suite)\.? ?#?[0-9a-z]{1,5})?)(?:[,.;^|\n)?!]|$| (?:in|apt|and|near|with|on)\b)", 0.85, _is_plain_street),
    Rule("place.street_upper", Category.LOCATION, r"\b\d{1,5} (?:[NSEW]\.? )?(?:[A-Z'-]{3,20} ){1,2}(?:STREET|ST|AVENUE|AVE|ROAD|RD|DRIVE|LANE|LN|COURT|BOULEVARD|BLVD|PLACE|TERRACE|PARKWAY|PKWY|HIGHWAY|HWY|CRESCENT|CLOSE|SQUARE|WAY)\b", 0.85, _is_plain_street),
    Rule("place.street_bare", Category.LOCATION, r"\b(?:on|at|from|off|near|down|along|in|of|to)\s((?:" + _CAP + r"\s){1,3}(?:Street|Road|Avenue|Lane|Boulevard|Drive|Crescent|Terrace|Parkway|Highway|Close|Gardens|Estate|Grove|Hwy|Rd|Ave))\b", 0.75),
    Rule("place.route", Category.LOCATION, r"\b(?:\d{1,5}\s)?(?:County Road|County Rd|State Route|State Road|Farm Road|Rural Route|Highway|Hwy|Interstate|Route|Rte)\s\d{1,4}[A-Z]?\b", 0.8),
    Rule("place.street_german", Category.LOCATION, r"\b(?:[A-Z][a-z]+[ -])?(?:[A-Z][a-z]*(?:strass?e|str\.|weg|platz|allee|gasse|ring|damm|ufer|gatan|vagen|straat|laan|gracht|plein|gate|veien)|Am [A-Z][a-z]+|(?:Alte|Neue|Lange|Grosse|Kleine) Strass?e)\s\d{1,4}\s?[a-z]?\b", 0.93),
    Rule("place.street_french", Category.LOCATION, r"\b\d{1,4}(?:\s?(?:bis|ter))?,?\s(?i:rue|avenue|boulevard|bd|place|chemin|allee|impasse|quai|route|cours|square|passage)\s(?:de\sla\s|de\sl'|de\s|du\s|des\s|d'|l')?[A-Z][A-Za-z'-]+(?:[\s-](?:de\s|du\s|des\s|la\s)?[A-Z][A-Za-z'-]+){0,3}", 0.93),
    Rule("place.street_romance", Category.LOCATION, r"\b(?:[Cc]alle|C/|[Aa]venida|[Aa]v\.|[Aa]vda\.?|[Pp]aseo|[Cc]arrera|Cra\.?|[Cc]arretera|[Cc]amino|[Vv]ia|[Vv]iale|[Cc]orso|[Pp]iazza|[Ll]argo|[Vv]icolo|[Rr]ua|[Tt]ravessa|[Pp]raca|[Ee]strada|[Uu]lica|[Uu]l\.|[Aa]leja|[Jj]alan|[Jj]l\.|[Jj]ln\.?|[Ll]orong|[Pp]ersiaran|[Ss]oi|[Pp]asaje)\s(?:(?:de|del|de la|de los|della|dei|di|da|do|dos|das|of)\s)?[A-Z][A-Za-z'.-]+(?:\s(?:(?:de|del|y|e|di)\s)?[A-Z][A-Za-z'-]+){0,3},?\s(?:n\.?o?\.?\s?|#\s?|No\.?\s)?\d{1,5}(?:[-/]\d{1,4})?[A-Za-z]?\b", 0.93),
    Rule("place.street_indian", Category.LOCATION, r"\b(?:(?:[Ff]lat|[Hh]ouse|[Pp]lot|[Dd]oor|H\.?)\s?(?:[Nn]o\.?\s?)?[A-Z]?-?\d{1,5}(?:/\d{1,4})?[A-Z]?,?\s|\d{1,4}[A-Z]?(?:/\d{1,4})?,?\s)?(?:[A-Z][A-Za-z.]+\s){1,2}(?:Nagar|Marg|Colony|Vihar|Enclave|Chowk|Bazaar|Gali|Peth|Layout|Puram|Bagh|Ganj|Wadi|Mohalla|Basti|Salai|Gunj)\b(?:,?\s(?:Phase|Sector|Stage|Block)\s[\dIVX]+)?", 0.9),
    Rule("place.house", Category.LOCATION, r"\b(?:[Ff]lat|[Hh]ouse|[Pp]lot|[Dd]oor|[Aa]pt\.?|[Aa]partment|H\.)\s(?:[Nn]o\.?\s?)?#?[A-Z]?-?\d{1,5}(?:/\d{1,4})?[A-Z]?,\s(?:" + _CAP + r")(?:\s" + _CAP + r"){0,3}", 0.85),
    Rule("place.apartment", Category.LOCATION, r"\b(?:[Aa]pt|[Aa]partment)\.?\s?#?\d{1,4}[A-Za-z]?\b", 0.7, soft=True),
    Rule("place.east_asian", Category.LOCATION, r"\b[A-Z][a-z]+(?:-[a-z]+)?-(?:ku|shi|cho|machi|gun|dong|gu|ro|gil|myeon|chome)\b(?:\s\d{1,4}(?:-\d{1,4}){0,2})?|\b\d{1,2}-chome\b", 0.8),
    Rule("place.po_box", Category.LOCATION, r"(?i)\bp\.?\s?o\.?\sbox\s\d{1,6}\b", 0.95),
    Rule("place.town_state", Category.LOCATION, r"\b((?:[A-Z][A-Za-z'.-]+\s){0,2}[A-Z][a-z'-]+,\s?" + _STATE + r")\b", 0.85, _is_town),
    Rule("place.uk_postcode", Category.LOCATION, r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})\b", 0.9),
    Rule("place.ca_postcode", Category.LOCATION, r"\b[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d\b", 0.9),
    Rule("place.zip", Category.LOCATION, r"(?i)\b(?:zip(?:\s?code)?|postcode|post code|postal code|pin ?code|pin|plz|eircode|cep)\s?(?:is|was|of|no\.?|:|#)?\s?(\d{3}(?:\s?\d{3}|\d{2}(?:-\d{4})?|-\d{4})|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d{2} ?[a-z\d]{4})\b", 0.95),
    Rule("place.state_zip", Category.LOCATION, r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\s(\d{5}(?:-\d{4})?)\b", 0.95),
    Rule("place.zip_four", Category.LOCATION, r"\b\d{5}-\d{4}\b", 0.75),
)  # fmt: skip
