"""Dates as people and machines write them, and ages over 89."""

from typing import Final

from medpeer.deid.rules import ages, clocks, date_figures, date_words, feasts

RULES: Final = (*date_figures.RULES, *date_words.RULES, *feasts.RULES, *clocks.RULES, *ages.RULES)
