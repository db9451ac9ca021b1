"""The eighteen identifier categories of 45 CFR 164.514(b)(2)(i) and what to call them in front of a physician."""

from enum import StrEnum
from typing import Final


class Category(StrEnum):
    """One of the eighteen identifiers of the Safe Harbor method, in the order (A) to (R) of the rule."""

    NAME = "names"
    LOCATION = "geographic_subdivisions"
    DATE = "dates"
    PHONE = "telephone_numbers"
    FAX = "fax_numbers"
    EMAIL = "email_addresses"
    SSN = "social_security_numbers"
    RECORD = "medical_record_numbers"
    PLAN = "health_plan_beneficiary_numbers"
    ACCOUNT = "account_numbers"
    LICENCE = "certificate_license_numbers"
    VEHICLE = "vehicle_identifiers"
    DEVICE = "device_identifiers"
    URL = "web_urls"
    IP = "ip_addresses"
    BIOMETRIC = "biometric_identifiers"
    PHOTO = "full_face_photographs"
    OTHER = "other_unique_identifiers"

    @property
    def label(self) -> str:
        """Give the physician's word for the category, in sentence case."""
        return _WORDS[self][0]

    @property
    def why(self) -> str:
        """Give one plain sentence on why such a thing identifies a patient."""
        return _WORDS[self][1]


class Severity(StrEnum):
    """What a finding asks of the author: it must go, or the author may decide with a stated reason."""

    MUST_GO = "must_go"
    TELL_AUTHOR = "tell_author"


_WORDS: Final[dict[Category, tuple[str, str]]] = {
    Category.NAME: (
        "Name",
        "A name, even a first name or initials, points at one person for anyone who knows the case.",
    ),
    Category.LOCATION: (
        "Place",
        "A place smaller than a state, or the hospital itself, narrows the patient down to a few.",
    ),
    Category.DATE: (
        "Date",
        "A day or month can be matched with news, calendars and records; an age over 89 is rare by itself.",
    ),
    Category.PHONE: ("Telephone number", "A telephone number reaches one person or one household."),
    Category.FAX: ("Fax number", "A fax number names the practice or household behind it."),
    Category.EMAIL: ("E-mail address", "An e-mail address belongs to one person."),
    Category.SSN: ("Social security number", "A social security number belongs to one person for life."),
    Category.RECORD: ("Record number", "A record number opens one patient's chart."),
    Category.PLAN: ("Health plan number", "A member number belongs to one insured person."),
    Category.ACCOUNT: ("Account number", "An account number leads to the person who pays."),
    Category.LICENCE: ("Licence or certificate number", "A licence number is listed under its holder's name."),
    Category.VEHICLE: ("Vehicle number", "A plate or vehicle number is registered to its owner."),
    Category.DEVICE: ("Device number", "A serial number is kept with the name of the patient who carries the device."),
    Category.URL: ("Web address", "A personal page or a shared link shows who it is about."),
    Category.IP: ("Network address", "A network address leads to a household or an institution."),
    Category.BIOMETRIC: ("Biometric identifier", "A finger, voice or iris print belongs to one body."),
    Category.PHOTO: ("Face photograph", "A face is recognised by anyone who knows it."),
    Category.OTHER: (
        "Other identifying number",
        "A unique number or handle can be looked up by those who hold the list.",
    ),
}
