"""Bring a fresh database to the newest migration and fail when the models say otherwise."""

import tempfile
from pathlib import Path

from flask_migrate import check, upgrade

from config import load_settings
from medpeer.app import create_app

with tempfile.TemporaryDirectory() as folder:
    app = create_app(load_settings({"MEDPEER_DATA_DIR": str(Path(folder)), "MEDPEER_LOG_LEVEL": "WARNING"}))
    with app.app_context():
        upgrade()
        check()
