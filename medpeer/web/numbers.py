"""Numbers in addresses: one that no row can have leads nowhere, like any other that no row has."""

from typing import Final

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

MAX_ID: Final = 2**63 - 1
"""The greatest number a database takes; a greater one in a query is an error, not an empty answer."""


class RowNumber(IntegerConverter):
    """The number of a row in an address."""

    def __init__(self, map: Map) -> None:  # noqa: A002 - the library passes it by this name too
        """Take what a database can be asked for."""
        super().__init__(map, max=MAX_ID)


def init_app(app: Flask) -> None:
    """Let ``<int:…>`` in the addresses of routes registered from now on mean a row's number."""
    app.url_map.converters["int"] = RowNumber
