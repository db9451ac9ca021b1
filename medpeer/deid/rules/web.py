# ruff: noqa: E501 - patterns read best on one line; every check takes text, start and end
"""E-mail, web and network addresses, handles and files: also as people spell them out."""

import ipaddress
from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule, before

_TLD: Final = r"(?:com|org|net|edu|gov|mil|info|biz|io|me|co|us|uk|ca|au|nz|ie|in|de|fr|it|es|nl|be|ch|at|se|no|dk|fi|pl|pt|gr|ru|ua|tr|za|ng|ke|gh|eg|il|ae|sa|pk|bd|lk|np|ph|my|sg|hk|tw|jp|kr|cn|th|vn|id|br|mx|ar|cl|pe|app|dev|blog|site|online|health|clinic|hospital|care|example|test|invalid|local|internal|lan|xyz|tv|ly|gl|eu|nhs)"
_HOST: Final = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,40})\.){1,5}" + _TLD
LITERATURE: Final = re2.compile(
    r"(?i)^(?:https?://)?(?:[a-z0-9-]+\.){0,4}(?:doi\.org|nih\.gov|cdc\.gov|fda\.gov|hhs\.gov|cms\.gov|who\.int|nejm\.org|jamanetwork\.com|thelancet\.com|bmj\.com|nature\.com|"
    r"sciencedirect\.com|springer\.com|wiley\.com|oup\.com|ahajournals\.org|acc\.org|escardio\.org|idsociety\.org|uptodate\.com|medscape\.com|cochrane\.org|"
    r"cochranelibrary\.com|nice\.org\.uk|clinicaltrials\.gov|mdcalc\.com|uspreventiveservicestaskforce\.org|acog\.org|aap\.org|aan\.com|asco\.org|nccn\.org|"
    r"esmo\.org|rheumatology\.org|kdigo\.org|ginasthma\.org|goldcopd\.org|plos\.org|frontiersin\.org|mdpi\.com|biorxiv\.org|medrxiv\.org|arxiv\.org|orcid\.org|"
    r"europepmc\.org|lww\.com|elsevier\.com|annals\.org|acpjournals\.org|tandfonline\.com|sagepub\.com|cell\.com|science\.org|statpearls\.com|radiopaedia\.org|"
    r"emcrit\.org|litfl\.com|wikem\.org|drugs\.com|rxlist\.com|lexicomp\.com|micromedex\.com|toxbase\.org|nhs\.uk|gov\.uk|europa\.eu|wikipedia\.org|github\.com|heart\.org|diabetes\.org|cancer\.gov|cancer\.org|orpha\.net|omim\.org|ensembl\.org|ama-assn\.org|medicare\.gov|equator-network\.org|crd\.york\.ac\.uk|github\.io|zenodo\.org|osf\.io)(?:$|[/:?#])"
)
"""Publishers, agencies, guideline bodies and calculators: a link there says nothing about a patient."""


_PROVIDER: Final = r"(?:gmail|googlemail|yahoo|hotmail|outlook|icloud|protonmail|proton|aol|comcast|gmx|live|msn|ymail|rediffmail|web\.de|qq|163|naver|mail\.ru)"
_SENDING: Final = frozenset(
    {"email", "mail", "account", "address", "emails", "accounts", "me", "him", "her", "them", "us", "people"}
)


def _is_mailbox(text: str, start: int, end: int) -> bool:
    """Say whether what stands before a mail provider is a mailbox and not a word of the sentence."""
    return text[start:end].split(maxsplit=1)[0].lower() not in _SENDING


def _is_account_name(text: str, start: int, end: int) -> bool:
    """Say whether a word behind a service is an account there: figures, or signs that no word has inside."""
    return any(char.isdigit() or char in "_." for char in text[start:end])


def _is_personal_url(text: str, start: int, end: int) -> bool:
    """Say whether a link could lead to a person: anything but the literature and public bodies."""
    return not LITERATURE.match(text[start:end]) and text[max(0, start - 1) : start] != "@"


def _is_ip(text: str, start: int, end: int) -> bool:
    """Say whether the text is a valid IPv4 or IPv6 address and not a version number."""
    try:
        ipaddress.ip_address(text[start:end])
    except ValueError:
        return False
    return not before(text, start, 12).rstrip().endswith(("version", "v", "ver", "section", "release", "(ec", " ec"))


def _is_personal_handle(text: str, start: int, end: int) -> bool:
    """Say whether an @handle is someone's account elsewhere and not a colleague spoken to on the forum."""
    if any(char.isdigit() or char in "_." for char in text[start : end - 1]):
        return True
    return bool(_ACCOUNT_WORDS.search(before(text, start, 50)))


_ACCOUNT_WORDS: Final = re2.compile(
    r"\b(?:posts?|posting|posted|instagram|insta|ig|twitter|tiktok|facebook|fb|snapchat|snap|reddit|handle|username|user|screen name|discord|telegram|venmo|account|goes by|tagged|youtube|login|logs in|strava|linkedin)\b[^.\n]{0,25}$"
)

RULES: Final = (
    Rule("email.plain", Category.EMAIL, r"[A-Za-z0-9](?:[A-Za-z0-9._%+'-]{0,63})@\n?(?:[A-Za-z0-9-]{1,40}\.){1,5}[A-Za-z]{2,12}\b", 0.99),
    Rule("email.unfinished", Category.EMAIL, r"\b[A-Za-z0-9]+[._][A-Za-z0-9._-]+@[A-Za-z0-9-]{2,40}\b", 0.8),
    Rule("email.no_domain", Category.EMAIL, r"\b[a-z][a-z0-9._-]{2,30}@[a-z][a-z0-9-]{2,30}\b", 0.75),
    Rule("email.hyphened", Category.EMAIL, r"(?i)\b[a-z0-9][a-z0-9._]{1,30}(?:-dot-[a-z0-9_]{1,20}){0,3}-at-[a-z0-9]{2,30}(?:-dot-[a-z]{2,12}){1,3}\b", 0.9),
    Rule(
        "email.spelt",
        Category.EMAIL,
        r"(?i)\b([a-z0-9][a-z0-9_+-]{0,30}(?:(?:\s?[\[({<]\s?|\s)(?:dot|underscore|dash|hyphen|period)(?:\s?[\])}>]\s?|\s)[a-z0-9_-]{1,30}){0,4}\s?(?:[\[({<]\s?at\s?[\])}>]|\sat\s|@)\s?"
        r"[a-z0-9-]{2,30}(?:(?:\s?[\[({<]\s?dot\s?[\])}>]\s?|\sdot\s|\.)[a-z0-9-]{2,20}){1,4})\b",
        0.9,
        lambda text, start, end: " dot " in text[start:end].lower() or any(char in text[start:end] for char in "[({<@"),
    ),
    Rule("email.provider", Category.EMAIL, r"(?i)\b([a-z0-9][a-z0-9._+-]{1,40}(?:\s(?:dot|underscore|dash)\s[a-z0-9_-]{1,30}){0,4}(?:\s\d{1,4})?\s?(?:\(at\)|\[at\]|\sat\s|@)\s?" + _PROVIDER + r"(?:\s?(?:\(dot\)|\[dot\]|\sdot\s|\.)\s?(?:com|net|org|me|co\.uk|de|fr|in))?)\b", 0.9, _is_mailbox),
    Rule("handle.labelled", Category.OTHER, r"(?i)\b(?:insta(?:gram)?|ig|tiktok|twitter|snap(?:chat)?|fb|facebook|telegram|discord|venmo|paypal|cashapp|user ?name|handle|screen ?name|login|gmail|skype|wechat|line id|whatsapp|linkedin|reddit|youtube|steam|gamertag|x handle)(?:\s(?:is|handle|account|name|id|as|under|user|page|profile)){0,2}\s?[:=]?\s\"?@?([a-z0-9][a-z0-9_.-]{2,30}[a-z0-9_])\b", 0.85, _is_account_name),
    Rule("url.full", Category.URL, r"(?i)\b(?:https?|ftp)://[^\s<>\"')\]]{3,300}[^\s<>\"')\].,;:!?]", 0.97, _is_personal_url),
    Rule("url.www", Category.URL, r"(?i)\bwww\.[^\s<>\"')\]]{3,300}[^\s<>\"')\].,;:!?]", 0.97, _is_personal_url),
    Rule("url.bare", Category.URL, r"(?i)\b" + _HOST + r"/[^\s<>\"')\]]{0,300}[^\s<>\"')\].,;:!?]", 0.93, _is_personal_url),
    Rule("url.host", Category.URL, r"\b(?:[a-z0-9-]{2,40}\.){1,4}(?:com|org|net|edu|info|io|example|blog|site|online|co\.uk|org\.uk|nhs\.uk)\b", 0.8, _is_personal_url),
    Rule("ip.v4", Category.IP, r"\b(?:\d{1,3}\.){3}\d{1,3}\b", 0.93, _is_ip),
    Rule("ip.v6", Category.IP, r"\b(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{1,4}\b", 0.93, _is_ip),
    Rule("device.mac", Category.DEVICE, r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b", 0.95),
    Rule("handle.at", Category.OTHER, r"(?:^|[\s(\"':,])(@[A-Za-z][A-Za-z0-9_.]{1,29}[A-Za-z0-9_])", 0.85, _is_personal_handle),
    Rule("handle.reddit", Category.OTHER, r"(?:^|[\s(\"':,])(/?u/[A-Za-z0-9_-]{3,30})", 0.9),
    Rule("photo.file", Category.PHOTO, r"(?i)\b([\w-]{0,40}(?:face|facial|portrait|headshot|selfie|photo|img|dsc|pic)[\w-]{0,40}\.(?:jpe?g|png|heic|tiff?|gif|webp|bmp))\b", 0.85),
    Rule("biometric.file", Category.BIOMETRIC, r"(?i)\b([\w.-]{0,40}(?:finger|fp|thumb|retina|iris|voice|voiceprint|palm|gait|ear)[\w-]{0,40}\.(?:wsq|wav|mp3|m4a|jpe?g|png|tiff?|bin|dat|iso|bmp|ansi|eft|mp4))\b", 0.85),
    Rule("file.named", Category.OTHER, r"(?i)\b([\w-]{3,60}\.(?:wsq|eft|dcm|dicom|jpe?g|png|heic|tiff?|pdf|docx?|xlsx?|mp4|mov|wav|m4a|zip|hl7))\b", 0.7, lambda text, start, end: any(char.isdigit() or char == "_" for char in text[start:end].rsplit(".", 1)[0])),
)  # fmt: skip
