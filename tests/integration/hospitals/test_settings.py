"""The operator's file of hospitals: what is wrong in it stops the start by table and key, and shows no secret."""

from pathlib import Path

import pytest

from config import ConfigError, load_settings
from medpeer.core.clock import SystemClock
from medpeer.hospitals.client import HospitalClient
from medpeer.hospitals.errors import HospitalSilentError
from medpeer.hospitals.providers import read_providers
from medpeer.hospitals.wire import Wire
from tests.factories.hospitals import SECRET, Hospital, providers_file

GOOD = Hospital("st-lukes", "https://login.stlukes.example")


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    (one,) = read_providers(providers_file(tmp_path, GOOD, st_lukes={"max_age_s": 900})).values()
    assert (one.name, one.issuer, one.client_secret, one.max_age_s) == ("St Lukes", GOOD.issuer, SECRET, 900)
    assert one.domains == {"stlukes.example"}
    assert SECRET not in repr(one)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"issuer": "http://login.stlukes.example"}, "issuer must start with https://"),
        ({"issuer": "https://user@login.stlukes.example"}, "issuer must start with https://"),
        ({"issuer": 17}, "issuer must be a text"),
        ({"name": " "}, "name must be a text"),
        ({"name": "St\nLukes"}, "name must be a text"),
        ({"client_id": ""}, "client_id must be a text"),
        ({"client_secret": SECRET}, "client_secret is not known"),
        ({"client_secret_file": "absent.secret"}, "cannot be read"),
        ({"domains": "stlukes.example"}, "domains must be a list"),
        ({"domains": ["STLUKES.example"]}, "domains must be a list"),
        ({"domains": ["example"]}, "domains must be a list"),
        ({"max_age_s": True}, "max_age_s must be a whole number"),
        ({"max_age_s": 1}, "max_age_s must be a whole number"),
    ],
)
def test_a_wrong_one_is_named(tmp_path: Path, wrong: dict[str, object], said: str) -> None:
    path = providers_file(tmp_path, GOOD, st_lukes=wrong)
    with pytest.raises(ConfigError, match=said) as refused:
        load_settings({"MEDPEER_DATA_DIR": str(tmp_path / "data"), "MEDPEER_OIDC_PROVIDERS": str(path)})
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize("content", [b"[st-lukes", b"\xff\xfe", b'st-lukes = "x"\n', b"[St Lukes]\n", b"[x]\n"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hospitals.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match="MEDPEER_OIDC_PROVIDERS"):
        load_settings({"MEDPEER_DATA_DIR": str(tmp_path / "data"), "MEDPEER_OIDC_PROVIDERS": str(path)})


def test_two_hospitals_do_not_share_an_issuer(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="same issuer"):
        load_settings(
            {
                "MEDPEER_DATA_DIR": str(tmp_path / "data"),
                "MEDPEER_OIDC_PROVIDERS": str(providers_file(tmp_path, GOOD, Hospital("other", GOOD.issuer))),
            }
        )


def test_a_hospital_that_is_down_says_so_and_is_asked_again(tmp_path: Path) -> None:
    (provider,) = read_providers(providers_file(tmp_path, Hospital("st-lukes", "http://127.0.0.1:9"))).values()
    with pytest.raises(HospitalSilentError):
        HospitalClient(provider, SystemClock()).read_departure("x")


@pytest.mark.parametrize(
    "address", ["http://login.stlukes.example/x", "file:///etc/passwd", "ftp://x.example", "", "//x"]
)
def test_nothing_is_asked_over_an_open_line(address: str) -> None:
    with pytest.raises(HospitalSilentError):
        Wire().get(address)
