# ruff: noqa: E501, PLR2004 - patterns read best on one line; every check takes text, start and end
"""Numbers that name a person, a contract or a thing: by the word before them, by their shape, by their check digit."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.checks import is_card, is_dea, is_iban, is_nhs_number, is_npi, is_ssn, is_vin
from medpeer.deid.rules import national, shaped
from medpeer.deid.rules.rule import Rule, after, before

_LINK: Final = (
    r"(?:[\s|]{0,3}(?:#|:|=|-|/|\(|no\b\.?|num\b\.?|number|nr\b\.?|id\b|is|was|of|on file|\")){0,4}[\s|]{0,4}"
)
_VALUE: Final = r"([A-Za-z]{0,6}[-#/]{0,1}\d[A-Za-z0-9]{0,24}(?:[-./]\n?[A-Za-z0-9]{1,20}){0,6}(?: \d{2,5}){0,5}\n?)"
_VALUE_ANY: Final = r"([A-Za-z0-9]{1,12}(?:[-./ ]?[A-Za-z0-9]{1,12}){0,5})"


def _labelled(name: str, category: Category, words: str, score: float = 0.96) -> Rule:
    """Make a rule for a value behind one of the ``words`` that announce it."""
    return Rule(name, category, r"(?i)\b(?:" + words + r")\b" + _LINK + _VALUE, score, _is_value)


def _is_value(text: str, start: int, end: int) -> bool:
    """Say whether a labelled value has the substance of an identifier and is no measurement or year."""
    value = text[start:end].strip()
    digits = sum(char.isdigit() for char in value)
    if digits < 3 or (digits == 4 and value.isdigit() and value[:2] in {"19", "20"}):
        return False
    return not _MEASURE.match(after(text, end, 14))


_MEASURE: Final = re2.compile(
    r"\s?(?:%|mg|mcg|ug|kg|ml|dl|mmhg|mmol|meq|ng|pg|iu|bpm|units?\b|hours?\b|hrs?\b|min\b|days?\b|weeks?\b|months?\b|years?\b|patients|participants|subjects|cases|visits|copies|cells|mm\b|cm\b|per\b|x\s?10|\+/-)"
)


_NOT_IDENTIFIERS: Final = re2.compile(
    r"(?:pmid|pmcid|pmc|nct|isrctn|doi|ndc|loinc|cas|icd|icd-10|icd-9|icd10|cpt|hcpcs|omim|mim|snomed|snomed ct|sctid|mesh|rxcui|rxnorm|isbn|issn|rs|rsid|gse|geo|accession gse|lot|batch|un|grant|eudract|euctr|ctri|actrn|chictr|jprn|umin|drks|prospero|crd|patent|n\s?=|n|model|\$|usd|gbp|eur|aed|inr|rs\.|ref range|nm_|np_|nct0|"
    r"figure|fig|table|chapter|page|pp|vol|volume|version|gene|exon|chr|chromosome|hg|grch|orpha|orphacode|drg|rvu|rvus|hz|section|cfr|part|title|section|reg)[\s:#.]*$"
)
_CODES: Final = re2.compile(
    r"(?i)^(?:nct|pmc|pmid|isrctn|eudract|actrn|chictr|umin|jrct|ctri|drks|crd|gse|gsm|srr|srp|rs|ensg|enst|nm_|np_|chembl|icd|cpt|hcpcs|omim|orpha|uniprot|grch|hg|hla|cd|il|mir|loc|orf|covid|sars|h\dn\d|mk|bms|azd|gsk|ly|pf|abt|amg|bi|tak|ro|ono|jnj|sar|gs|vx|ino|rg|act|bay|byl|lcz|mln|mdx|sb|cal|gdc|ibi|dcc|aln|isis|psi|vrc|ad\d|e\d{1,3}|ro\d|u\d{2})[-_ ]?\d"
)


def _is_unlabelled(text: str, start: int, end: int) -> bool:
    """Say whether a bare long number is no count, measurement, code of the literature or amount."""
    if (
        _NOT_IDENTIFIERS.search(before(text, start, 16))
        or _MEASURE.match(after(text, end, 14))
        or _CODES.match(text[start:end])
    ):
        return False
    near = text[max(0, start - 1) : start] + text[end : end + 1]
    return not any(char in "$%=<>~^_/" or char.isalnum() for char in near) and text[end : end + 2] not in {".0", ",0"}


def _check_ssn(text: str, start: int, end: int) -> bool:
    return is_ssn(text[start:end]) and not _MEASURE.match(after(text, end, 14))


def _is_locator(text: str, start: int, end: int) -> bool:
    """Say whether capitals and figures are mixed as in a booking code."""
    word = text[start:end]
    return any(char.isdigit() for char in word) and any(char.isalpha() for char in word) and not _CODES.match(word)


_RECORD: Final = (
    r"mrn|m\.r\.n\.?|med(?:ical)? rec(?:ord)?s?|chart|hrn|urn|urmrn|nhs(?: no| number)?|nhi|h&c|hcn|unit record|patient id|patient identifier|"
    r"pt id|pat id|pid|csn|empi|mpi|uhid|ohip|phn|dossier|crn|nric|ipp|hospital number|hosp no|"
    r"birth id|bed ticket"
)
_RECORD_LIKELY: Final = r"mr|record|rec|unit|patient|pt|id|ids|identifier|fin|visit|encounter|enc|episode|case|file|folder|ip|op|ipd|opd|reg|registration|trust|epic|cerner|emr|ehr|hospital|hosp|chi|ur|hn"
_PLAN: Final = (
    r"member|mem|member id|memb|policy|policy holder|subscriber|plan|plan id|medicare|medicaid|mbi|hicn|hic|insurance|ins|insurer|coverage|beneficiary|bene|group|grp|payer|payor|"
    r"hbn|hin|bcbs|blue cross|aetna|cigna|humana|uhc|united(?:healthcare)?|kaiser|anthem|tricare|ohip|health card|healthcard|health plan|certificate of coverage|scheme|ahpra|philhealth|pmjay|ayushman|emirates insurance"
)
_ACCOUNT: Final = r"acct|account|a/c|accnt|invoice|inv|bill|billing|billed|claim|claims|icn|iban|sort code|routing|card|cc|visa|mastercard|amex|payment|receipt|statement|guarantor|ledger|hsa|fsa|loan|swift|eob|remit|check|cheque|transaction|txn|upi|bank"
_LICENCE: Final = r"licen[cs]e|lic|drivers?|driver'?s licen[cs]e|dl|d/l|dea|npi|gmc|nmc|ahpra|mci|prc|cert|certificate|certification|passport|upin|state id|caqh|permit|visa no|cpso|imc|hpcsa|pmdc|bmdc|registration|firearms?"
_VEHICLE: Final = r"plates?|licen[cs]e plates?|tags?|vin|vehicle|reg|registration|number plate|rego|car|truck|chassis|hull|tail|bike|motorcycle|rickshaw|ambulance|rig"
_DEVICE: Final = r"serial|ser|s/n|sn|s\.n\.|ser\.? no|udi|di|pi|imei|meid|device|device id|implant|pump|generator|lead|icd serial|pacer|pacemaker|transmitter|sensor|asset|asset tag|model/serial|implant id|reveal|gen|cgm|valve|stent serial|tag id|meter"
_OTHER: Final = (
    r"accession|acc|acc\.|access|specimen|spec|sample|study id|study|subject|participant|subj|enrol?ment|enrolled as|randomi[sz]ation|ticket|requisition|req|order|ref|reference|barcode|passport|"
    r"badge|employee|emp|student|inmate|booking|docket|case no|tracking|confirmation|rx|prescription|script|donor|unos|opo|incident|report|cad|run|event|registry|wristband|slide|block|lab|lab no|biopsy|path|"
    r"path no|cytology|surg path|national id|aadhaar|aadhar|cnic|nid|emirates id|eid|tax|tin|nino|ni|sin|pps|curp|cpf|dni|bsn|personnummer|military|service|va claim|dod id|edipi|alien|a-number|asylum|refugee|unhcr|household|voucher|login|username|user|coupon|scan|image|study uid|uid|token|session|serial number"
)

RULES: Final = (
    Rule("ssn.labelled", Category.SSN, r"(?i)\b(?:ssn?|ss#|soc(?:ial)?(?:\s?sec(?:urity)?)?)" + _LINK + r"((?:[xX*]{3}|\d{3})[- ]?\n?(?:[xX*]{2}|\d{2})[- ]?\n?\d{4})\b", 0.99),
    Rule("ssn.last_four", Category.SSN, r"(?i)\b(?:ssn?|ss#|social)(?:\s?(?:#|:|is|ending|ends|in|last|four|4|digits|of|with)){0,6}\s?(\d{4})\b", 0.9),
    Rule("ssn.dashed", Category.SSN, r"\b\d{3}-\n?\d{2}-\n?\d{4}\b", 0.97, _check_ssn),
    Rule("ssn.spaced", Category.SSN, r"\b\d{3} \d{2} \d{4}\b", 0.85, _check_ssn),
    Rule("ssn.masked", Category.SSN, r"[xX*]{3}-[xX*]{2}-\d{4}\b", 0.95),
    Rule("plan.mbi", Category.PLAN, r"\b[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}\b", 0.97),
    Rule("record.nhs", Category.RECORD, r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", 0.9, lambda text, start, end: is_nhs_number(text[start:end]) and _is_unlabelled(text, start, end)),
    Rule("licence.npi", Category.LICENCE, r"\b[12]\d{9}\b", 0.99, lambda text, start, end: is_npi(text[start:end])),
    Rule("licence.dea", Category.LICENCE, r"\b[A-Za-z]{2}\d{7}\b", 0.95, lambda text, start, end: is_dea(text[start:end])),
    Rule("vehicle.vin", Category.VEHICLE, r"\b[A-HJ-NPR-Za-hj-npr-z0-9]{17}\b", 0.97, lambda text, start, end: is_vin(text[start:end])),
    Rule("account.iban", Category.ACCOUNT, r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b", 0.97, lambda text, start, end: is_iban(text[start:end])),
    Rule("account.card", Category.ACCOUNT, r"\b\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}\b", 0.95, lambda text, start, end: is_card(text[start:end])),
    Rule("other.uuid", Category.OTHER, r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", 0.97),
    Rule("other.dicom_uid", Category.OTHER, r"\b[12]\.\d{1,4}(?:\.\d{1,20}){4,12}\b", 0.95),
    Rule("device.udi", Category.DEVICE, r"\(01\)\d{14}(?:\(\d{2}\)[A-Za-z0-9-]{1,20}){0,5}", 0.97),
    Rule("vehicle.labelled", Category.VEHICLE, r"(?i)\b(?:plates?|licen[cs]e plates?|number plate|rego?|tags?|vin)\b" + _LINK + r"((?:[A-Z]{2} )?[A-Za-z0-9]{1,4}[- ]?[A-Za-z0-9]{2,5}|[A-Za-z0-9]{5,17})\b", 0.9, lambda text, start, end: any(c.isdigit() for c in text[start:end]) and any(c.isalpha() or c == "-" for c in text[start:end]) and not _MEASURE.match(after(text, end, 14))),
    _labelled("record.labelled", Category.RECORD, _RECORD),
    _labelled("record.likely", Category.RECORD, _RECORD_LIKELY, 0.88),
    _labelled("plan.labelled", Category.PLAN, _PLAN),
    _labelled("account.labelled", Category.ACCOUNT, _ACCOUNT),
    _labelled("licence.labelled", Category.LICENCE, _LICENCE),
    _labelled("device.labelled", Category.DEVICE, _DEVICE),
    _labelled("other.labelled", Category.OTHER, _OTHER),
    Rule("record.ending", Category.RECORD, r"(?i)\b(?:mrn|record|chart|account|acct|card|phone|cell|number|policy|member id|nhs)(?: number| no\.?)?\s(?:ends|ending|ended|finishing|last (?:four|4|three|3)(?: digits)?)\s(?:in|with|is|are|of)?\s?(\d{3,5})\b", 0.88),
    Rule("other.badge", Category.OTHER, r"(?i)\b(?:badge|locker|nmc pin|gmc)\s?(?:no\.?|number|#|id|is|:)?\s?#?([A-Z]?\d{4,8}[A-Z]?)\b", 0.8),
    Rule("other.lettered_label", Category.OTHER, r"(?i)\b(?:pin|specimen|sample|label|wristband|barcode|accession)\s?(?:no\.?|number|#|id|is|:)?\s?#?([A-Z]\d{2}:\d{3,6}|\d{2}[A-Z]\d{4,6}[A-Z]?)\b", 0.8),
    Rule("record.doubled", Category.RECORD, r"(?i)\bmrn[\s:#]{0,3}(mrn[\s:#]{0,3}\d{4,12})\b", 0.97),
    Rule("other.locator", Category.OTHER, r"\b(?i:booking|confirmation|reservation|record locator|pnr|ticket|tracking|reference|ref|order|case|claim|incident|job)(?i:\s(?:ref(?:erence)?|code|no\.?|number|id|is)){0,2}[\s:#]{1,3}([A-Z0-9]{5,9})\b", 0.85, _is_locator),
    Rule("other.grouped_long", Category.OTHER, r"\b\d{3}-\d{3,4}-\d{3}(?:-\d{1,4})?\b", 0.85, _is_unlabelled),
    Rule("other.field", Category.OTHER, r"(?i)[,|;\t^]\s?([A-Z]{0,3}\d{6,10}|[A-Z]{1,3}\d{5})\s?[,|;\t^\n]", 0.85, lambda text, start, end: not _CODES.match(text[start:end])),
    Rule("other.long_digits", Category.OTHER, r"\b\d{7,12}\b", 0.75, _is_unlabelled),
    Rule("other.lettered", Category.OTHER, r"\b[A-Z]{1,4}-?\d{5,12}[A-Z]?\b", 0.8, _is_unlabelled),
    Rule("other.grouped", Category.OTHER, r"\b(?:\d{2,3}-\d{2,3}-\d{2,4}|[A-Z]{1,3}\d{2}-\d{4,6}|\d{5,6}-\d{2,4}|[A-Z]{2,3}-\d{3,4}-\d{2,4})\b", 0.7, _is_unlabelled),
    *national.RULES,
    *shaped.RULES,
)  # fmt: skip
