"""Says in plain words what evidence a finding rests on."""

from typing import Final

_KINDS: Final = {
    "bare": "with nothing leading to it",
    "listed": "a word known as such",
    "led": "with a word leading to it",
    "built": "by how the words are built",
    "again": "met elsewhere in the text",
}
_RULES: Final = {
    "name.titled": "a name behind a title",
    "name.title_any": "a word behind a title",
    "name.titled_initial": "an initial behind a title",
    "name.mister": "a name behind a title",
    "name.kin": "a name behind a relative",
    "name.introduced": "a name that is introduced",
    "name.field": "a name in a form",
    "name.comma": "a surname and first name with a comma",
    "name.spelt": "a name that is spelt out",
    "name.again": "a name met elsewhere in the text",
    "name.listed": "a word known only as a name",
    "place.facility": "a name before a kind of facility",
    "place.saint": "a saint's name",
    "place.street": "a street address",
    "place.ward": "a ward or room",
    "place.bed": "a bed",
    "age.number": "an age over 89",
    "date.feast": "a feast that dates an event",
}


def evidence(rule: str) -> str:
    """Return what fired, for people: "a name behind a title", "the model: a place, with a word leading to it"."""
    if rule in _RULES:
        return _RULES[rule]
    family, _, rest = rule.partition(".")
    if family == "local":
        return "the house's own words"
    if family == "model":
        what, _, kind = rest.partition("_")
        return f"the model: a {what}{', ' + _KINDS.get(kind, kind.replace('_', ' ')) if kind else ''}"
    return f"a pattern for {family}: {rest.replace('_', ' ')}" if rest else rule
