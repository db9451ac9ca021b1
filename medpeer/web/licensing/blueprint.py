"""The blueprint that the views of onboarding and review register with."""

from typing import Final

from flask import Blueprint

bp: Final = Blueprint("licensing", __name__)
