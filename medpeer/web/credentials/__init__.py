"""Ways to sign in: authenticator app, recovery codes, passkeys, the second step, the fresh proof."""

from medpeer.web.credentials import authenticator, mailed, passkeys, proof, second_step, ways
from medpeer.web.credentials.blueprint import bp

__all__ = ["authenticator", "bp", "mailed", "passkeys", "proof", "second_step", "ways"]
