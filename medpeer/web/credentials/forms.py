"""The forms of ways to sign in. No user text: codes are compared, slips and passkeys checked by their seal."""

from wtforms import HiddenField, PasswordField, StringField

from medpeer.web.user_text import TextForm


class CodeForm(TextForm):
    """A code of an authenticator app, or a recovery code; with the slip of a right password before it."""

    code = StringField("Code")
    slip = HiddenField("Slip")
    next = HiddenField("Page")


class ProofForm(TextForm):
    """What an account that has nothing else proves itself with, or a code."""

    password = PasswordField("Password")
    code = StringField("Code")
    next = HiddenField("Page")


class PasskeyForm(TextForm):
    """What a browser answers in a passkey ceremony, and the slip that holds its challenge."""

    credential = HiddenField("Passkey")
    slip = HiddenField("Slip")
    next = HiddenField("Page")
