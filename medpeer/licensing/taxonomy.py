"""Which taxonomy codes are physicians, and what the codes are called here.

Prefixes only: the code set's own text belongs to its publishers, so the words are ours. A code is what its holder
chose when they registered: evidence, never proof.
"""

import re
from enum import StrEnum
from typing import Final

from medpeer.accounts.models import Specialty

TAXONOMY_PATTERN: Final = r"[0-9A-Z]{10}"
TRAINEE_CODE: Final = "390200000X"
_PHYSICIAN_GROUP: Final = "20"
# Oral and maxillofacial surgeons: many are dentists only, so a physician's degree must stand beside the code.
_NEEDS_DEGREE: Final = "204E"
_DEGREES: Final = frozenset({"MD", "DO", "MBBS", "MBBCH", "MBCHB", "BMBS"})


_OTHER_DEGREES: Final = frozenset(
    "APRN ARNP CNM CNP CNS CRNA DC DDS DMD DNP DPM DPT DVM FNP LAC LCSW LPN ND NP OD OT OTR PA PAC PHARMD PMHNP PSYD PT"
    " RN RPH SLP".split()
)


class TaxonomyGroup(StrEnum):
    """What a code says of whoever carries it."""

    PHYSICIAN = "physician"
    NEEDS_DEGREE = "needs_degree"
    TRAINEE = "trainee"
    OTHER = "other"


def group_of(code: str) -> TaxonomyGroup:
    """Return what ``code`` says of its holder."""
    if code == TRAINEE_CODE:
        return TaxonomyGroup.TRAINEE
    if code.startswith(_NEEDS_DEGREE):
        return TaxonomyGroup.NEEDS_DEGREE
    return TaxonomyGroup.PHYSICIAN if code.startswith(_PHYSICIAN_GROUP) else TaxonomyGroup.OTHER


def has_physician_degree(credential: str) -> bool:
    """Tell whether a register's free-text credential names a physician's degree: ``M.D.``, ``DO``, ``MBBS``."""
    return not _DEGREES.isdisjoint(_degrees(credential))


def has_other_degree_alone(credential: str) -> bool:
    """Tell whether a register's free-text credential names another profession's degree, and no physician's."""
    degrees = _degrees(credential)
    return _DEGREES.isdisjoint(degrees) and not _OTHER_DEGREES.isdisjoint(degrees)


def _degrees(credential: str) -> list[str]:
    # "PA-C" is one word; "MD-PHD" and "DDS, MD" are two.
    undotted = re.sub(r"\bPA-C\b", "PAC", credential.upper().replace(".", ""))
    # "M D" is one degree, "DDS MD" two.
    joined = re.sub(r"\b([A-Z]) (?=[A-Z]\b)", r"\1", undotted)
    return re.split(r"[^A-Z]+", joined)


def label_of(code: str) -> str:
    """Return the words for a code: its subspecialty where known, else its field, else the code."""
    return _SUBSPECIALTIES.get(code) or _FIELDS.get(code[:4]) or code


def specialty_of(code: str) -> Specialty | None:
    """Return the specialty whose space a holder of ``code`` belongs to, or ``None`` where there is none yet."""
    return _SPECIALTY_BY_CODE.get(code) or _SPECIALTY_BY_FIELD.get(code[:4])


_FIELDS: Final = {
    "202C": "Independent examiner",
    "202D": "Integrative medicine",
    "202K": "Phlebology",
    "204C": "Neuromusculoskeletal and sports medicine",
    "204D": "Neuromusculoskeletal and manipulative medicine",
    "204E": "Oral and maxillofacial surgery",
    "204F": "Transplant surgery",
    "204R": "Electrodiagnostic medicine",
    "207K": "Allergy and immunology",
    "207L": "Anaesthesiology",
    "207N": "Dermatology",
    "207P": "Emergency medicine",
    "207Q": "Family medicine",
    "207R": "Internal medicine",
    "207S": "Medical genetics",
    "207T": "Neurosurgery",
    "207U": "Nuclear medicine",
    "207V": "Obstetrics and gynaecology",
    "207W": "Ophthalmology",
    "207X": "Orthopaedic surgery",
    "207Y": "Otolaryngology",
    "207Z": "Pathology",
    "2080": "Paediatrics",
    "2081": "Physical and rehabilitation medicine",
    "2082": "Plastic surgery",
    "2083": "Preventive medicine",
    "2084": "Psychiatry and neurology",
    "2085": "Radiology",
    "2086": "Surgery",
    "2088": "Urology",
    "208C": "Colorectal surgery",
    "208D": "General practice",
    "208G": "Thoracic surgery",
    "208M": "Hospital medicine",
    "208U": "Clinical pharmacology",
    "208V": "Pain medicine",
    "2098": "Legal medicine",
    "3902": "In training",
}
_SUBSPECIALTIES: Final = {
    "207RC0000X": "Cardiology",
    "207RI0011X": "Interventional cardiology",
    "207RC0001X": "Cardiac electrophysiology",
    "207RA0001X": "Heart failure and transplant cardiology",
    "207RN0300X": "Nephrology",
    "207RI0200X": "Infectious disease",
    "207RE0101X": "Endocrinology",
    "207RR0500X": "Rheumatology",
    "207RH0000X": "Haematology",
    "207RH0003X": "Haematology and oncology",
    "207RX0202X": "Medical oncology",
    "207RG0100X": "Gastroenterology",
    "207RP1001X": "Pulmonary disease",
    "207RC0200X": "Critical care",
    "207RG0300X": "Geriatrics",
    "2084N0400X": "Neurology",
    "2084N0402X": "Child neurology",
    "2084P0800X": "Psychiatry",
    "2085R0001X": "Radiation oncology",
    "2085R0202X": "Diagnostic radiology",
    "207ZH0000X": "Haematopathology",
}
_SPECIALTY_BY_CODE: Final = {
    "207RC0000X": Specialty.CARDIOLOGY,
    "207RI0011X": Specialty.CARDIOLOGY,
    "207RC0001X": Specialty.CARDIOLOGY,
    "207RA0001X": Specialty.CARDIOLOGY,
    "207RN0300X": Specialty.NEPHROLOGY,
    "207RI0200X": Specialty.INFECTIOUS_DISEASE,
    "207RE0101X": Specialty.ENDOCRINOLOGY,
    "207RR0500X": Specialty.RHEUMATOLOGY,
    "207RH0000X": Specialty.HAEMATOLOGY,
    "207RH0003X": Specialty.HAEMATOLOGY,
    "207RX0202X": Specialty.ONCOLOGY,
    "2085R0001X": Specialty.ONCOLOGY,
    "2084N0400X": Specialty.NEUROLOGY,
    "2084N0402X": Specialty.NEUROLOGY,
}
_SPECIALTY_BY_FIELD: Final = {
    "207P": Specialty.EMERGENCY_MEDICINE,
    "207Q": Specialty.GENERAL_MEDICINE,
    "207R": Specialty.GENERAL_MEDICINE,
    "208D": Specialty.GENERAL_MEDICINE,
    "208M": Specialty.GENERAL_MEDICINE,
    "2080": Specialty.PAEDIATRICS,
    "2085": Specialty.RADIOLOGY,
}
