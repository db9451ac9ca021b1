"""The blueprint that the views of the journal club register with."""

from typing import Final

from flask import Blueprint

bp: Final = Blueprint("critiques", __name__, url_prefix="/journal-club")
