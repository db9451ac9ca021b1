"""A browser in two words of closed sets: all that is kept of what it says of itself. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Browser(StrEnum):
    """Which family of browsers."""

    FIREFOX = "firefox"
    EDGE = "edge"
    OPERA = "opera"
    SAMSUNG = "samsung"
    CHROME = "chrome"
    SAFARI = "safari"
    OTHER = "other"


class System(StrEnum):
    """Which family of operating systems."""

    IOS = "ios"
    ANDROID = "android"
    WINDOWS = "windows"
    CHROMEOS = "chromeos"
    MACOS = "macos"
    LINUX = "linux"
    OTHER = "other"


# In this order: most browsers name others' marks too, and the one they are comes to light by what only they say.
_BROWSER_MARKS: Final = (
    ("firefox/", Browser.FIREFOX),
    ("fxios/", Browser.FIREFOX),
    ("edg", Browser.EDGE),
    ("opr/", Browser.OPERA),
    ("samsungbrowser/", Browser.SAMSUNG),
    ("chrome/", Browser.CHROME),
    ("crios/", Browser.CHROME),
    ("safari/", Browser.SAFARI),
)
_SYSTEM_MARKS: Final = (
    ("iphone", System.IOS),
    ("ipad", System.IOS),
    ("android", System.ANDROID),
    ("windows", System.WINDOWS),
    ("cros ", System.CHROMEOS),
    ("mac os", System.MACOS),
    ("linux", System.LINUX),
)
_BROWSER_WORDS: Final = {
    Browser.FIREFOX: "Firefox",
    Browser.EDGE: "Edge",
    Browser.OPERA: "Opera",
    Browser.SAMSUNG: "Samsung Internet",
    Browser.CHROME: "Chrome",
    Browser.SAFARI: "Safari",
    Browser.OTHER: "A browser",
}
_SYSTEM_WORDS: Final = {
    System.IOS: "iPhone or iPad",
    System.ANDROID: "Android",
    System.WINDOWS: "Windows",
    System.CHROMEOS: "ChromeOS",
    System.MACOS: "a Mac",
    System.LINUX: "Linux",
    System.OTHER: "an unknown device",
}


@dataclass(frozen=True, slots=True)
class Device:
    """What a person recognises one of their browsers by."""

    browser: Browser
    system: System

    @property
    def words(self) -> str:
        """The device as printed, such as "Firefox on Windows"."""
        return f"{_BROWSER_WORDS[self.browser]} on {_SYSTEM_WORDS[self.system]}"


UNKNOWN_DEVICE: Final = Device(Browser.OTHER, System.OTHER)


def read_device(user_agent: str) -> Device:
    """Return the device that a User-Agent header speaks of; whatever is not known is ``OTHER``."""
    plain = user_agent.lower()
    browser = next((one for mark, one in _BROWSER_MARKS if mark in plain), Browser.OTHER)
    system = next((one for mark, one in _SYSTEM_MARKS if mark in plain), System.OTHER)
    return Device(browser, system)
