"""The server's entry point and what `flask --app wsgi` loads."""

import sys

from gunicorn.errors import AppImportError

from config import load_settings
from medpeer.app import create_app, start_background

_IS_SERVED = "gunicorn.arbiter" in sys.modules

try:
    app = create_app(load_settings())
    if _IS_SERVED:
        start_background(app)
except SystemExit as problem:
    if not _IS_SERVED:
        raise
    # A worker that ended in any other way would be started anew, for ever.
    raise AppImportError(str(problem)) from None
