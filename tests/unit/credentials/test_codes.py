"""Codes of authenticator apps against RFC 6238, drift, and recovery codes."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from medpeer.credentials.codes import (
    ALPHABET,
    CODE_CHARS,
    matching_step,
    new_recovery_codes,
    new_secret,
    plain_code,
    setup_address,
)
from medpeer.credentials.policy import PROOF_LIFETIME, RECOVERY_CODES, is_fresh

# RFC 6238, appendix B: the secret "12345678901234567890", SHA-1, last six digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = datetime(2026, 11, 20, 9, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("second", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    assert matching_step(SECRET, code, datetime.fromtimestamp(second, UTC)) == second // 30


@pytest.mark.parametrize(("drift_s", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_off_by_one_step_and_no_more(drift_s: int, taken: bool) -> None:
    code = pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=drift_s))
    assert (matching_step(SECRET, code, NOW) is not None) is taken


@pytest.mark.parametrize("typed", ["", "0", "12345", "1234567", "ａｂｃ", "１２３４５６", "١٢٣٤٥٦", "-1 0"])
def test_what_is_no_code_matches_nothing(typed: str) -> None:
    assert matching_step(SECRET, typed, NOW) is None


def test_spaces_and_dashes_do_not_matter() -> None:
    code = pyotp.TOTP(SECRET).at(NOW)
    assert matching_step(SECRET, f" {code[:3]} {code[3:]}", NOW)
    assert plain_code("ABCD-efgh 2345") == "abcdefgh2345"


def test_secrets_and_recovery_codes_are_long_and_differ() -> None:
    assert len({new_secret() for _ in range(50)}) == 50
    assert all(len(new_secret()) == 32 for _ in range(5))
    codes = [code for _ in range(20) for code in new_recovery_codes()]
    assert len(set(codes)) == len(codes) == 20 * RECOVERY_CODES
    assert all(len(plain_code(code)) == CODE_CHARS and set(plain_code(code)) <= set(ALPHABET) for code in codes)


def test_an_app_is_told_whose_and_for_what() -> None:
    address = setup_address(SECRET, "ada@stlukes.example")
    assert address.startswith("otpauth://totp/medpeer:ada%40stlukes.example?")
    assert f"secret={SECRET}" in address
    assert "issuer=medpeer" in address


def test_a_proof_is_fresh_for_ten_minutes() -> None:
    assert is_fresh(NOW, NOW + PROOF_LIFETIME)
    assert not is_fresh(NOW, NOW + PROOF_LIFETIME + timedelta(seconds=1))
    assert not is_fresh(None, NOW)
