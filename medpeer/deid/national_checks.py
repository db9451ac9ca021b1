# ruff: noqa: PLR2004 - lengths, weights and moduli are facts of the numbers
"""Check digits of national identity, health and tax numbers: each as its issuer publishes it."""

from collections.abc import Sequence
from typing import Final

from medpeer.deid.checks import digits_of, is_calendar_day, is_luhn

_VERHOEFF: Final = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_VERHOEFF_PLACES: Final = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_DNI_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_PPS_LETTERS: Final = "WABCDEFGHIJKLMNOPQRSTUV"
_NRIC_LETTERS: Final = {"S": "JZIHGFEDCBA", "T": "GFEDCBAJZIH", "F": "XWUTRQPNMLK", "G": "RQPNMLKXWUT"}


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Give the sum of the digits, each times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def is_aadhaar(text: str) -> bool:
    """Say whether twelve digits carry the Verhoeff check digit of an Indian Aadhaar number."""
    digits = digits_of(text)
    if len(digits) != 12 or digits[0] in "01":
        return False
    state = "0"
    for place, digit in enumerate(reversed(digits)):
        state = _VERHOEFF[int(state)][int(_VERHOEFF_PLACES[place % 8][int(digit)])]
    return state == "0"


def is_pesel(text: str) -> bool:
    """Say whether eleven digits carry the check digit and a birth date of a Polish PESEL."""
    digits = digits_of(text)
    if len(digits) != 11 or not is_calendar_day(int(digits[2:4]) % 20, int(digits[4:6])):
        return False
    return (weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) + int(digits[10])) % 10 == 0


def is_bsn(text: str) -> bool:
    """Say whether nine digits pass the eleven-test of a Dutch citizen number."""
    digits = digits_of(text)
    return len(digits) == 9 and len(set(digits)) > 1 and weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def is_sin(text: str) -> bool:
    """Say whether nine digits carry the Luhn digit of a Canadian insurance or Israeli identity number."""
    digits = digits_of(text)
    return len(digits) == 9 and digits[0] != "0" and is_luhn(digits)


def is_cpf(text: str) -> bool:
    """Say whether eleven digits carry both check digits of a Brazilian taxpayer number."""
    digits = digits_of(text)
    if len(digits) != 11 or len(set(digits)) == 1:
        return False
    first = weighted(digits, range(10, 1, -1)) * 10 % 11 % 10
    second = weighted(digits, range(11, 1, -1)) * 10 % 11 % 10
    return digits[9:] == f"{first}{second}"


def is_dni(text: str) -> bool:
    """Say whether a Spanish DNI or NIE carries its letter."""
    word = text.upper().replace("-", "").replace(" ", "")
    number = word[:-1].translate(str.maketrans("XYZ", "012"))
    return len(word) == 9 and number.isdigit() and word[-1] == _DNI_LETTERS[int(number) % 23]


def is_pps(text: str) -> bool:
    """Say whether an Irish public service number carries its letter."""
    word = text.upper().replace(" ", "")
    digits = word[:7]
    if not digits.isdigit() or len(word) not in {8, 9}:
        return False
    extra = 9 * (ord(word[8]) - 64) if len(word) == 9 and word[8] != "W" else 0
    return word[7] == _PPS_LETTERS[(weighted(digits, (8, 7, 6, 5, 4, 3, 2)) + extra) % 23]


def is_nric(text: str) -> bool:
    """Say whether a Singapore identity number carries its letter."""
    word = text.upper()
    if len(word) != 9 or word[0] not in _NRIC_LETTERS or not word[1:8].isdigit():
        return False
    return word[8] == _NRIC_LETTERS[word[0]][weighted(word[1:8], (2, 7, 6, 5, 4, 3, 2)) % 11]


def is_hkid(text: str) -> bool:
    """Say whether a Hong Kong identity number carries its check character."""
    word = "".join(char for char in text.upper() if char.isalnum())
    letters = word[:-7]
    if len(letters) not in {1, 2} or not letters.isalpha() or not word[-7:-1].isdigit():
        return False
    lead = [36, ord(letters) - 55] if len(letters) == 1 else [ord(letter) - 55 for letter in letters]
    total = lead[0] * 9 + lead[1] * 8 + weighted(word[-7:-1], (7, 6, 5, 4, 3, 2))
    rest = (11 - total % 11) % 11
    return word[-1] == ("A" if rest == 10 else str(rest))


def is_medicare_au(text: str) -> bool:
    """Say whether ten or eleven digits carry the check digit of an Australian Medicare card."""
    digits = digits_of(text)
    if len(digits) not in {10, 11} or digits[0] not in "23456":
        return False
    return weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(digits[8])


def is_personnummer(text: str) -> bool:
    """Say whether a Swedish personal number carries its Luhn digit and a birth date."""
    digits = digits_of(text)[-10:]
    return len(digits) == 10 and is_calendar_day(int(digits[2:4]), int(digits[4:6]) % 60) and is_luhn(digits)


def is_resident_cn(text: str) -> bool:
    """Say whether eighteen characters carry the check character of a Chinese resident identity (GB 11643)."""
    body, last = text[:17], text[17:].upper()
    if not body.isdigit() or not is_calendar_day(int(body[10:12]), int(body[12:14])):
        return False
    return last == "10X98765432"[weighted(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11]


def is_nir(text: str) -> bool:
    """Say whether fifteen digits carry the two check digits of a French social security number."""
    digits = digits_of(text)
    return len(digits) == 15 and digits[0] in "12" and 97 - int(digits[:13]) % 97 == int(digits[13:])
