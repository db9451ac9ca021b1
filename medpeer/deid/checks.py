# ruff: noqa: PLR2004 - lengths and weights are facts of the numbers
"""Check digits and number plans: what tells an identifier from a number that only looks like one."""

from typing import Final

_VIN_VALUES: Final = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10), *range(10)], strict=True)
)
_VIN_WEIGHTS: Final = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def digits_of(text: str) -> str:
    """Give the ASCII digits of ``text``, in order."""
    return "".join(char for char in text if char in "0123456789")


def is_ssn(text: str) -> bool:
    """Say whether nine digits lie in the ranges that the Social Security Administration issues (or masks keep)."""
    digits = digits_of(text)
    if len(digits) != 9:
        return False
    return digits[:3] not in {"000", "666"} and digits[3:5] != "00" and digits[5:] != "0000"


def is_luhn(digits: str) -> bool:
    """Say whether the last digit is the Luhn check digit of the others (ISO/IEC 7812)."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_npi(text: str) -> bool:
    """Say whether ten digits carry the NPI check digit: Luhn over the prefix 80840 and the number (45 CFR 162.406)."""
    digits = digits_of(text)
    return len(digits) == 10 and digits[0] in "12" and is_luhn("80840" + digits)


def is_dea(text: str) -> bool:
    """Say whether two letters and seven digits carry the DEA registration check digit."""
    digits = digits_of(text)
    if len(digits) != 7:
        return False
    odd = int(digits[0]) + int(digits[2]) + int(digits[4])
    even = int(digits[1]) + int(digits[3]) + int(digits[5])
    return (odd + 2 * even) % 10 == int(digits[6])


def is_nhs_number(text: str) -> bool:
    """Say whether ten digits carry the modulus 11 check digit of an NHS number (England, Wales)."""
    digits = digits_of(text)
    if len(digits) != 10 or len(set(digits)) == 1:
        return False
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return rest % 11 == int(digits[9]) and rest != 10


def is_vin(text: str) -> bool:
    """Say whether seventeen characters carry the check digit of a North American vehicle number (49 CFR 565)."""
    word = text.upper()
    if len(word) != 17 or any(char not in _VIN_VALUES for char in word):
        return False
    rest = sum(_VIN_VALUES[char] * weight for char, weight in zip(word, _VIN_WEIGHTS, strict=True)) % 11
    return word[8] == ("X" if rest == 10 else str(rest))


def is_iban(text: str) -> bool:
    """Say whether ``text`` carries the modulus 97 check of an international bank account number (ISO 13616)."""
    word = "".join(char for char in text.upper() if char.isalnum())
    if not 15 <= len(word) <= 34 or not word[:2].isalpha() or not word.isascii():
        return False
    return int("".join(str(int(char, 36)) for char in word[4:] + word[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """Say whether 13 to 19 digits form a payment card number: a known first digit and a Luhn check."""
    digits = digits_of(text)
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and is_luhn(digits)


def is_calendar_day(month: int, day: int) -> bool:
    """Say whether month and day exist in some year."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)
