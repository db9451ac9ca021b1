"""Writing whole columns by the quickest way a database has. Whoever read the file has checked their values.

The names of tables and columns are the program's own, so they stand in the statements as they are.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pyarrow as pa
from pyarrow import csv
from sqlalchemy.orm import Session


def insert_columns(session: Session, table: str, columns: pa.Table) -> None:
    """Insert rows given as columns named as the table's: by ``COPY`` on PostgreSQL, elsewhere many at once.

    Raises:
        sqlalchemy.exc.DBAPIError, psycopg.Error: the database refuses a row; then none is there.
    """
    if not len(columns):
        return
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, table, columns)
    else:
        _execute_many(session, table, columns)


def _copy(session: Session, table: str, columns: pa.Table) -> None:
    # The driver is not imported: where the database is SQLite it is not installed.
    connection: Any = session.connection().connection.driver_connection
    written = BytesIO()
    # An empty text is quoted and a missing value is not, which is how COPY tells them apart.
    csv.write_csv(columns, written, csv.WriteOptions(include_header=False, quoting_style="needed"))
    statement = f"COPY {table} ({', '.join(columns.column_names)}) FROM STDIN (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(written.getbuffer())


def _execute_many(session: Session, table: str, columns: pa.Table) -> None:
    # Positional values spare a dictionary a row.
    names = ", ".join(columns.column_names)
    marks = ", ".join("?" * len(columns.column_names))
    rows = list(zip(*map(_values, columns.columns), strict=True))
    session.connection().exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _values(column: pa.ChunkedArray) -> Iterable[object]:
    """Return a column as Python values; days as SQLite keeps them, in ISO form."""
    if pa.types.is_date32(column.type):
        column = column.cast(pa.string())
    values: list[object] = (
        column.to_numpy(zero_copy_only=False).tolist() if not column.null_count else column.to_pylist()
    )
    return values
