"""The forms of the rooms."""

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import NumberRange

from medpeer.gate import Surface
from medpeer.web.numbers import NumberField
from medpeer.web.user_text import TextForm, UserTextField


class MessageForm(TextForm):
    """One message; the key makes a second submission of the same form find the first."""

    body = UserTextField("Message", Surface.CHAT_MESSAGE)
    client_key = StringField("Key")


class JoinForm(FlaskForm):
    """Under which name a member writes in a room."""

    name = RadioField("Name", choices=["handle", "full"], default="handle")


class ReadForm(FlaskForm):
    """How far a member has read."""

    seq = NumberField("Number", validators=[NumberRange(min=0, max=2**31 - 1)])
