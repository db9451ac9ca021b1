"""Each column that names a physician is said to go with them or to stay, with a reason; and so is each sealed one."""

import pytest

from medpeer.core.columns import Sealed
from medpeer.core.db import Base
from medpeer.leaving.policy import GOES, STAYS

# Every package's tables are loaded with the application.
pytestmark = pytest.mark.usefixtures("app")

OWN = {"physician.email_sealed": "emptied with the names"}


def named() -> dict[str, str]:
    """Return every column that refers to a physician, with its table."""
    return {
        f"{table.name}.{key.parent.name}": table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name == "physician"
    }


def test_each_column_that_names_a_physician_goes_or_says_why_it_stays() -> None:
    undecided = {
        column
        for column, table in named().items()
        if column not in STAYS and not (table in GOES and column == f"{table}.physician_id")
    }
    assert undecided == set()


def test_no_word_is_left_of_tables_that_are_gone() -> None:
    assert set(STAYS) <= set(named())
    assert {f"{table}.physician_id" for table in GOES} <= set(named())
    assert not {f"{table}.physician_id" for table in GOES} & set(STAYS)


def test_whatever_is_sealed_goes() -> None:
    sealed = {
        f"{table.name}.{column.name}": table.name
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    }
    assert {column for column, table in sealed.items() if table not in GOES and column not in OWN} == set()
