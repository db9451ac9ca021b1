"""The server's entry point and what `flask --app wsgi` loads."""

import sys

from config import load_settings
from medpeer.app import create_app, start_background

app = create_app(load_settings())

if "gunicorn" in sys.modules:
    start_background(app)
