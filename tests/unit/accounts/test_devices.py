"""A browser in two words, from what real browsers say of themselves."""

import pytest

from medpeer.accounts.devices import UNKNOWN_DEVICE, read_device

MOZILLA = "Mozilla/5.0"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/156.0.0.0 Safari/537.36", "Chrome on Windows"),
        (f"{MOZILLA} (Windows NT 10.0) {WEBKIT} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "Edge on Windows"),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/26.0 Safari/605.1.15", "Safari on a Mac"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 26_0 like Mac OS X) {WEBKIT} Version/26.0 Mobile Safari/604.1",
            "Safari on iPhone or iPad",
        ),
        (f"{MOZILLA} (iPad; CPU OS 26_0 like Mac OS X) {WEBKIT} CriOS/156 Safari/604.1", "Chrome on iPhone or iPad"),
        (
            f"{MOZILLA} (Linux; Android 15; SM-S931B) {WEBKIT} SamsungBrowser/28 Chrome/130",
            "Samsung Internet on Android",
        ),
        (f"{MOZILLA} (X11; CrOS x86_64 16000) {WEBKIT} Chrome/156 Safari/537.36", "Chrome on ChromeOS"),
        (f"{MOZILLA} (X11; Linux x86_64) {WEBKIT} Chrome/156 Safari/537.36 OPR/120", "Opera on Linux"),
        ("curl/8.9", "A browser on an unknown device"),
    ],
)
def test_a_browser_is_named(said: str, words: str) -> None:
    assert read_device(said).words == words


def test_nothing_said_is_nothing_known() -> None:
    assert read_device("") == UNKNOWN_DEVICE
