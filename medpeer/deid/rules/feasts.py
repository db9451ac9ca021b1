# ruff: noqa: E501 - lists of words read best on one line
"""Feasts that date an event: of many faiths and countries."""

from typing import Final

import re2

from medpeer.deid.categories import Category
from medpeer.deid.rules.rule import Rule, after, before

_FEAST: Final = (
    r"(?:christmas(?: eve| day|time)?|xmas(?: eve| day)?|boxing day|thanksgiving(?: day| weekend| eve)?|black friday|(?:the )?(?:4th|fourth) of july|july (?:4th|fourth)|independence day|republic day|new year'?s?(?:'s)?(?: eve| day)?|nye|hogmanay|"
    r"easter(?: sunday| monday| saturday| weekend)?|good friday|maundy thursday|palm sunday|ash wednesday|shrove tuesday|pancake day|halloween|labou?r day(?: weekend)?|memorial day(?: weekend)?|veterans day|armistice day|remembrance (?:day|sunday)|anzac day|australia day|waitangi day|canada day|victoria day|bastille day|"
    r"columbus day|indigenous peoples'? day|presidents'? day|martin luther king(?: jr\.?)? day|mlk day|juneteenth|valentine'?s(?: day)?|st\.? patrick'?s day|st\.? paddy'?s day|st\.? andrew'?s day|st\.? george'?s day|mother'?s day|mothering sunday|father'?s day|groundhog day|cinco de mayo|mardi gras|super bowl sunday|"
    r"diwali|deepavali|holi|navratri|dussehra|durga puja|ganesh chaturthi|janmashtami|maha shivratri|vaisakhi|baisakhi|onam|pongal|makar sankranti|lohri|chhath|raksha bandhan|vesak|songkran|loy krathong|eid(?: al[- ]?(?:fitr|adha)| ul[- ]?(?:fitr|adha))?|bakrid|ramadan|ramazan|ashura|mawlid|nowruz|norooz|hanukkah|chanukah|passover|pesach|yom kippur|rosh hashan(?:ah|a)|purim|sukkot|shavuot|"
    r"(?:lunar|chinese|vietnamese) new year|spring festival|qingming|dragon boat festival|golden week|obon|tet|mid-autumn festival|chuseok|seollal|guy fawkes(?: night)?|bonfire night|burns night|bank holiday(?: monday| weekend)?|whit monday|pentecost|michaelmas|st\.? stephen'?s day|kwanzaa|orthodox (?:christmas|easter)|epiphany|three kings day|all (?:saints'?|souls'?) day|assumption day|midsummer(?:'s eve| eve| day)?|king'?s day|carnival weekend|oktoberfest|day of the dead|dia de los muertos|las posadas|meskel|timkat|heritage day|youth day)"
)
_CAPITALISED: Final = frozenset({"easter", "holi", "tet", "purim", "eid", "epiphany", "nye", "onam", "obon", "pongal"})
_NOT_DATED: Final = re2.compile(
    r"^\s?(?:tree|disease|factor|island|seal|party|light|cactus|bumpus|lyte|spot|offensive|fasting|fast\b|rose|pudding|jumper|card|carol|hospital|sign|egg|lily)"
)
_DATES_IT: Final = re2.compile(
    r"\b(?:since|over|on|before|after|until|till|by|around|at|during|last|this|next|for|from|past|of|the|through|come|near)\s(?:the\s)?$"
)


def _is_feast(text: str, start: int, end: int) -> bool:
    """Say whether a feast dates something: not the tree, not a disease or sign named after it."""
    word = text[start:end].lower()
    if _NOT_DATED.match(after(text, end, 16)) or (word == "tet" and text[start:end] != "Tet"):
        return False
    # Short ones are other words too; in lower case a word that leads to a time has to stand before them.
    return word not in _CAPITALISED or text[start].isupper() or bool(_DATES_IT.search(before(text, start, 12)))


RULES: Final = (
    Rule("date.feast", Category.DATE, r"(?i)\b" + _FEAST + r"\b(?:,?\s(?:19|20)\d{2}\b)?", 0.8, _is_feast, soft=True),
)  # fmt: skip
