"""Every setting is documented where operators look, and bad ones are refused with a sentence."""

from dataclasses import fields
from pathlib import Path

import pytest

from config import ConfigError, load_settings
from medpeer.core.settings import Settings

RUNNING = Path(__file__).parents[2] / "docs/running.md"


@pytest.mark.parametrize("name", [f"MEDPEER_{field.name.upper()}" for field in fields(Settings)])
def test_a_setting_stands_in_the_running_page(name: str) -> None:
    assert f"`{name}`" in RUNNING.read_text()


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"MEDPEER_SECRET_KEY": "short"}, "MEDPEER_SECRET_KEY"),
        ({"MEDPEER_PRODUCTION": "1"}, "MEDPEER_SECRET_KEY"),
        ({"MEDPEER_PRODUCTION": "1", "MEDPEER_SECRET_KEY": "x" * 40, "MEDPEER_DEMO": "1"}, "MEDPEER_DEMO"),
        ({"MEDPEER_SESSION_IDLE_MIN": "soon"}, "MEDPEER_SESSION_IDLE_MIN"),
        ({"MEDPEER_NPPES_API_URL": "http://registry.example/api/"}, "MEDPEER_NPPES_API_URL"),
        ({"MEDPEER_RATE_LIMITS": "perhaps"}, "MEDPEER_RATE_LIMITS"),
    ],
)
def test_a_bad_setting_is_named(tmp_path: Path, env: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        load_settings({"MEDPEER_DATA_DIR": str(tmp_path), **env})


def test_the_generated_secret_is_kept_and_private(tmp_path: Path) -> None:
    env = {"MEDPEER_DATA_DIR": str(tmp_path / "fresh")}
    first, second = load_settings(env), load_settings(env)
    assert first.secret_key == second.secret_key
    assert (tmp_path / "fresh" / "secret_key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "fresh").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"[wards]\nQuayside\n", "line 1: a heading is one of"),
        (b"Quayside\n**\n", "line 2: a local word has at least 2"),
        (b"Quayside\n\xff\xfe\n", "line 2: this is not UTF-8"),
    ],
)
def test_a_wrong_file_of_local_words_stops_the_start_by_name_and_line(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "house.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=said) as refused:
        load_settings({"MEDPEER_DATA_DIR": str(tmp_path), "MEDPEER_LOCAL_WORDS": str(path)})
    assert str(path) in str(refused.value)
    assert "Quayside" not in str(refused.value)


def test_a_folder_is_no_file_of_local_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="MEDPEER_LOCAL_WORDS"):
        load_settings({"MEDPEER_DATA_DIR": str(tmp_path), "MEDPEER_LOCAL_WORDS": str(tmp_path)})
