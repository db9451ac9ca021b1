"""The forms by which applicants show that it is them: where a code goes, the code, a document, a colleague."""

from typing import Any, Final

from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, EmailField, Field, RadioField, StringField
from wtforms.widgets import FileInput

from medpeer.licensing.policy.codes import CodeChannel
from medpeer.licensing.policy.documents import DocumentKind
from medpeer.web.user_text import TextForm

CHANNELS: Final = {channel.value: channel.value for channel in CodeChannel}

KINDS: Final = {kind.value: kind.value for kind in DocumentKind}


class AskCodeForm(TextForm):
    """Where a code is to go."""

    channel = RadioField("Where the code goes", choices=CHANNELS, validate_choice=False)


class CodeForm(TextForm):
    """The code as it was read from a letter; digested and compared, never kept."""

    code = StringField("Code")


class DocumentField(Field):
    """A picture of a document; its ``.data`` is the bytes as sent, and its name stays behind."""

    widget = FileInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was sent."""
        sent = next((one for one in valuelist if isinstance(one, FileStorage)), None)
        self.data = sent.stream.read() if sent else b""


class DocumentForm(TextForm):
    """A picture of a document, and what it is."""

    kind = RadioField("What it is", choices=KINDS, validate_choice=False)
    file = DocumentField("Picture")


class ColleagueForm(TextForm):
    """Whom to ask; of the address only a digest is kept."""

    email = EmailField("A colleague’s address at work")


class VouchForm(TextForm):
    """A member's word."""

    knows = BooleanField("I know this person from work, and know that they practise as a physician")


class WithdrawForm(TextForm):
    """Why a word is taken back."""

    reason = StringField("Why you take it back")
