"""What a browser, or a hospital, brings back. No user text: all of it is compared or checked by its signature."""

from typing import ClassVar

from flask_wtf import FlaskForm
from wtforms import HiddenField

from medpeer.web.user_text import TextForm


class ReturnForm(TextForm):
    """The hospital's code, the slip that went along, and who answered."""

    code = HiddenField("Code")
    slip = HiddenField("Slip")
    issuer = HiddenField("Issuer")


class DepartureForm(FlaskForm):
    """A hospital's signed word that somebody signed out there; it comes from a server, which has no page's token."""

    class Meta:
        """Checked by its signature instead."""

        csrf: ClassVar[bool] = False

    logout_token = HiddenField("Signed word")
