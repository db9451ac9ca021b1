"""The forms of signing up and signing in. No user text: addresses are sealed, passwords hashed."""

from wtforms import EmailField, HiddenField, PasswordField

from medpeer.web.user_text import TextForm


class SignUpForm(TextForm):
    """A new account."""

    email = EmailField("E-mail address")
    password = PasswordField("Password")


class AddressForm(TextForm):
    """An address to which a link goes once more; ``slip`` says of which sign-up, where the page knows."""

    email = EmailField("E-mail address")
    slip = HiddenField("Sign-up")


class SignInForm(TextForm):
    """Credentials, and where to go afterwards."""

    email = EmailField("E-mail address")
    password = PasswordField("Password")
    next = HiddenField("Page")


class ProofForm(TextForm):
    """The password chosen at the sign-up, by whoever opened the mailed link."""

    password = PasswordField("Password")
