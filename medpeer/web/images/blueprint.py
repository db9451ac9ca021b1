"""The blueprint that the views of images register with."""

from typing import Final

from flask import Blueprint

bp: Final = Blueprint("images", __name__)
