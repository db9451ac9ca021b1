"""The blueprint that the views of discussions register with."""

from typing import Final

from flask import Blueprint

bp: Final = Blueprint("discussions", __name__)
