# ruff: noqa: E501, PLR2004 - tables read best on one line, and their numbers explain themselves
"""Writes texts without identifiers that are full of what looks like them: abstracts, citations, vignettes; seeded."""

import random
import re
from collections.abc import Callable
from typing import Final

from tools.deid.pools import MONTHS, Pools
from tools.deid.posts import Labelled

_ABSTRACT: Final = """
BACKGROUND: {e} disease is common in {country}. We describe its course.|Background/Aims: The value of the {e} score in {country} is unclear.|To assess the effect of {drug} on survival in {e} syndrome.|OBJECTIVE: to determine whether {drug} reduces readmission.|
The aim of this study was to compare {drug} with placebo.|Does {drug} prevent recurrence?|It is unknown whether care differs between rural and urban {country}.|Purpose: to validate the {town} questionnaire.|Little is known about {e} disease in people aged 90 years and older.
#METHODS: We reviewed {n} consecutive patients treated at {hosp} between {month} {year} and {month} {year}.|Patients were recruited from {k} hospitals in {town} and {town}, {country}.|Data from the {town} Heart Study were used.|From {month} {year} to {month} {year}, {n} patients underwent surgery at our institution.|
All children born in {town}, {country}, from {month} 1, {year} to {month} 31, {year} were followed.|Setting: {hosp}, {town}, {country}.|A survey was mailed to {n} members of the {country} society.|Records of the Department of Surgery, {hosp}, were searched.|We used data from the National Health Insurance of {country} ({year}-{year}).|
MEDLINE and EMBASE were searched from {year} to {month} {year}.|Serum was collected at {hosp} and shipped to {town}.|Participants came from the {town} cohort (n = {n}).|Mice were purchased from {L} Laboratories ({town}, {country}).|Analyses used Stata 14 (StataCorp, College Station, TX).|Slides were read by two pathologists with the {e} stain.|The trial ran in {country}, {country} and {country}.|
This case-control study was done at the {town} General Hospital and the {town} Regional Health Authority.|Students of {town} University completed the {L} Anxiety Inventory.|Enrolment began on {month} {d}, {year}.|Of {n} women at the {town} antenatal clinic, {n2} took part.|The {L}-{L} method and the {L} test were applied.
#RESULTS: Median age was {a} years (range {a2}-{old}).|The {L} index rose from 2.1 to 3.4 (P < 0.0{d2}).|Recurrence was seen in {k}/{n2} (12%).|Mortality was {d2}.{d2}% in {town} and {k}% in {town}.|HR 0.{n2}, 95% CI 0.4{d2}-1.1{d2}.|Of those over {old} years, {k} died.|{n} of {n2} carried the {e} mutation.|Sensitivity was {n2}% (95% CI {n2}-9{d2}).|Kaplan-Meier estimates at 5 years were 7{d2}% and 5{d2}%.
#CONCLUSIONS: {drug} did not improve outcome in {country}.|The {e} classification should be used with care.|Care in {town} was similar to that in the rest of {country}.|Larger trials are needed.|The {L} and {L} criteria agree poorly.|Our results, unlike those of {L} et al, do not support routine use.|These findings were confirmed by {L} and {L}.
"""
_SHORT: Final = """
{L} et al. {year} showed HR 0.7{d2}.|{L} and {L}, {journal} {year} would disagree.|The {L} paper ({journal} {year}) is underpowered.|{L} & {L} ({year}) had the same result in {country}.|see {L} {year}, table 2|a Cochrane review by {L} {year} found little.|{L} {I}, {L} {I}, {L} {I}. {journal}. {year};{n2}:{n}-{n}.|per {L} {year} the kappa is 0.6{d2}|the {L} trial stopped early|{L}'s group published this in {journal}|
the {L} criteria are not validated under 18|Agree with {L} et al that {drug} is safe.|{L}-{L} anastomosis leaked at day 5.|{a}M with {e} disease on {drug} {n2} mg.|{a}-year-old with {e} syndrome, Hb {d2}.{d2}, plt {n}.|{a}F, no PMH, from {country}, 3 days of fever. CRP {n}.|Has anyone used {drug} for {e} disease?|{drug} failed, {drug} too. {e} sign positive.|We placed a {e} catheter and started {drug}.|Family history of {e} disease and {e} syndrome.|
{journal} {year}: n={n}, p=0.0{d2}. Not convinced.|Published in {journal} in {month} {year}, retracted in {year}.|FDA approved {drug} in {month} {year}.|The {month} {year} guideline dropped it.|The {month} update changes the dose.|Conference is in {town} this {month}.|{town} criteria vs {town} classification?|the {town} protocol uses {drug}|{hosp} calculator gives {n2}%.|Patient travelled to {country} {k} weeks ago, now {drug} resistant malaria.|
enrolled {month} {year} to {month} {year}, n={n}, {L} model adjusted|Strength {d5}/5 left, {d5}/5 right, reflexes {d5}+.|Pain {d2}/10, GCS {k}/15, BP 1{d2}0/{n2}.|{k}/12 history of cough, {d2}/52 of fever.|q{d5}-{d2}h, {n2}/25 mg, {k}/7 course.|T{d5}N{d5}M0, grade {d5}/4, {k}/{n2} nodes.|Murmur {d5}/6, JVP {d2} cm.|Room air sats {n2}%, HR 1{d2}0, RR {n2}.|Day {n2} of {drug}, ANC {n}.|Cycle {d2} day {k}, plt {n2}.|{year} MI, {year} CABG, {year} AF ablation.
"""
_JOURNALS: Final = (
    "NEJM",
    "JAMA",
    "Lancet",
    "BMJ",
    "Gut",
    "Blood",
    "Chest",
    "Circulation",
    "Ann Intern Med",
    "N Engl J Med",
    "Pediatrics",
    "Brain",
    "Thorax",
)
_HOSPITALS: Final = (
    "{town} University Hospital", "the University of {town}", "{town} General Hospital", "the Mayo Clinic", "Massachusetts General Hospital",
    "{L} Memorial Hospital", "the {town} Cancer Center", "a tertiary care hospital in {town}", "Karolinska Institute", "{town} Medical College",
)  # fmt: skip
_COUNTRIES: Final = (
    "Italy",
    "France",
    "Japan",
    "India",
    "Brazil",
    "Sweden",
    "Denmark",
    "Turkey",
    "Iran",
    "China",
    "Kenya",
    "Nigeria",
    "Texas",
    "Ontario",
    "Scotland",
    "Taiwan",
    "Korea",
    "Israel",
    "Spain",
    "Germany",
    "Egypt",
    "Pakistan",
    "Ohio",
    "California",
    "Australia",
    "the Netherlands",
    "the United States",
)
_SLOT: Final = re.compile(r"\{(\w+)\}")


def harmless(pools: Pools, dice: random.Random) -> Labelled:
    """Write one text without identifiers."""
    if dice.random() < 0.4:
        parts = [part.strip("\n").replace("\n", "").split("|") for part in _ABSTRACT.split("#")]
        chosen = [line for part in parts for line in dice.sample(part, dice.randint(1, 3))]
    else:
        if dice.random() < 0.2:
            return Labelled(_table(dice), ())
        lines = _SHORT.replace("\n", "").split("|")
        chosen = dice.sample(lines, dice.randint(1, 4))
    text = _filled(" ".join(chosen), pools, dice)
    return Labelled(text.lower() if dice.random() < 0.12 else text, ())


_TESTS: Final = (
    "Creatinine, µmol/L", "Sodium, mmol/L", "Potassium, mmol/L", "PT, s", "APTT, s", "Albumin, g/L", "Platelets, ×10⁹/L", "Haemoglobin, g/L", "Free T3, pmol/L", "PTH, ng/L",
    "CRP, mg/L", "IgG, g/L", "Cortisol, 08:00, nmol/L", "Bicarbonate, mmol/L", "Fibrinogen, g/L", "WBC", "Hgb", "ALT, U/L", "TSH, mIU/L", "Ferritin, µg/L", "INR", "Lactate, mmol/L", "B12, ng/L",
)  # fmt: skip


def _table(dice: random.Random) -> str:
    """Write a table of results with reference ranges."""
    dash = dice.choice(("–", "-", " - ", " to "))
    days = dice.choice((("D0", "D+2"), ("Day 1", "Day 4"), ("D−3", "D0"), ("admission", "now")))
    rows = [f"| Test | {days[0]} | {days[1]} | Reference |", "|---|--:|--:|---|"]
    for test in dice.sample(_TESTS, dice.randint(2, 7)):
        low = dice.randint(2, 150)
        rows.append(
            f"| {test} | {dice.randint(1, 200)} | {dice.randint(1, 200)} {dice.choice(('', 'H', 'L', 'LL', 'HH'))} | {low}{dash}{low + dice.randint(2, 90)} |"
        )
    tail = dice.choice(
        (
            "BP 96/58, pulse 118.",
            "Hers is 98.",
            "was 95 last week",
            "BP lying 118/70, sitting 96/58.",
            "Repeat at 48–72 h.",
            "20–50 Hz only.",
            "half by 60–90 min",
            "Strength 5/5, then 4/5.",
        )
    )
    return "\n".join(rows) + "\n\n" + tail


def _filled(text: str, pools: Pools, dice: random.Random) -> str:
    """Fill the slots of a template."""
    values: dict[str, Callable[[], str]] = {
        "e": lambda: dice.choice(pools.eponym).title() + dice.choice(("", "'s")),
        "L": lambda: pools.draw_last(dice).title(),
        "I": lambda: dice.choice("ABCDEFGHJKLMNPRST"),
        "town": lambda: pools.draw_town(dice).title(),
        "hosp": lambda: _filled(dice.choice(_HOSPITALS), pools, dice),
        "country": lambda: dice.choice(_COUNTRIES),
        "drug": lambda: dice.choice(pools.drugs),
        "journal": lambda: dice.choice(_JOURNALS),
        "month": lambda: dice.choice(MONTHS),
        "year": lambda: str(dice.randint(1984, 2025)),
        "n": lambda: str(dice.randint(100, 4000)),
        "n2": lambda: str(dice.randint(11, 99)),
        "k": lambda: str(dice.randint(2, 14)),
        "d": lambda: str(dice.randint(1, 28)),
        "d2": lambda: str(dice.randint(1, 9)),
        "d5": lambda: str(dice.randint(1, 5)),
        "a": lambda: str(dice.randint(2, 89)),
        "a2": lambda: str(dice.randint(18, 50)),
        "old": lambda: str(dice.randint(88, 99)),
    }
    return _SLOT.sub(lambda hit: values[hit.group(1)](), text)
