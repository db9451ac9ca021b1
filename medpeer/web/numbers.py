"""Numbers in addresses and forms: what no row can have is treated like what no row has, however many digits."""

from typing import Any, Final

from flask import Flask
from werkzeug.routing import IntegerConverter, Map
from wtforms import IntegerField

MAX_ID: Final = 2**63 - 1
"""The greatest number a database takes; a greater one in a query is an error, not an empty answer."""


class RowNumber(IntegerConverter):
    """The number of a row in an address."""

    regex = r"[0-9]+"

    def __init__(self, map: Map) -> None:  # noqa: A002 - the library passes it by this name too
        """Take what a database can be asked for."""
        super().__init__(map, max=MAX_ID)


class NumberField(IntegerField):
    """A whole number in a form; one past what a database takes counts as the last it takes."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was submitted; validators and queries fail on a number of hundreds of digits."""
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = max(-MAX_ID, min(self.data, MAX_ID))


def init_app(app: Flask) -> None:
    """Let ``<int:…>`` in the addresses of routes registered from now on mean a row's number."""
    app.url_map.converters["int"] = RowNumber
