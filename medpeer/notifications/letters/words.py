"""What a letter with a code says. It names the physician on record and nobody else, and asks nothing back."""

from typing import Final

from medpeer.core.clock import day_words
from medpeer.licensing.policy.codes import CodeChannel
from medpeer.licensing.queries.codes import CodeNotice

_WAYS: Final = {
    CodeChannel.LETTER: "By post, to the practice address on record",
    CodeChannel.FAX: "By fax, to the number on record",
    CodeChannel.PHONE: "By phone, on the number on record, to the physician alone",
}
_BODY: Final = """\
Somebody who says that they are you asked to join medpeer, a network for verified physicians. If it was you, sign in at

{address}

and enter this code there:

        {code}

It can be entered until {end}, six times at most.

If it was not you, do nothing and give the code to nobody: without it the application goes no further by this way. \
Your address is the one that the public register of provider numbers (NPPES) holds.
"""


def heading(notice: CodeNotice) -> tuple[str, ...]:
    """Return how the letter goes, and to whom: the lines above its text."""
    return (_WAYS[notice.channel], "", *notice.lines)


def body(notice: CodeNotice, address: str) -> str:
    """Return the letter's text; ``address`` is the page where the code is entered."""
    return _BODY.format(address=address, code=notice.code, end=day_words(notice.ends_at))
