"""The database's own share of the gate: DDL of the triggers that refuse a text without its clearance.

Migrations call these; a contract test finds a cleared column whose table lacks them. Changing the rule is a new
migration with a new function here, never an edit: what ran once must run the same again.
"""

from collections.abc import Iterator

_MATCHES = "SELECT 1 FROM clearance WHERE clearance.id = NEW.{name}_clearance_id AND clearance.digest = {digest}"


def guard_cleared(dialect: str, table: str, name: str) -> Iterator[str]:
    """Yield the statements that guard ``<name>_text`` of ``table``: its SHA-256 must be its clearance's digest.

    On SQLite ``sha256`` is registered by each of the product's connections; a connection without it cannot write.
    """
    if dialect == "sqlite":
        matches = _MATCHES.format(name=name, digest=f"sha256(NEW.{name}_text)")
        for action in ("INSERT", f"UPDATE OF {name}_text, {name}_clearance_id"):
            yield (
                f"CREATE TRIGGER clearance_{table}_{name}_{action[:6].lower()} BEFORE {action} ON {table} "
                f"WHEN NEW.{name}_text IS NOT NULL AND NOT EXISTS ({matches}) "
                "BEGIN SELECT RAISE(ABORT, 'text without its clearance'); END"
            )
        return
    matches = _MATCHES.format(name=name, digest=f"encode(sha256(convert_to(NEW.{name}_text, 'UTF8')), 'hex')")
    yield (
        f"CREATE FUNCTION clearance_{table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NEW.{name}_text IS NOT NULL AND NOT EXISTS ({matches}) THEN "
        "RAISE EXCEPTION 'text without its clearance'; END IF; RETURN NEW; END $$"
    )
    yield (
        f"CREATE TRIGGER clearance_{table}_{name} BEFORE INSERT OR UPDATE OF {name}_text, {name}_clearance_id "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION clearance_{table}_{name}()"
    )


def release_cleared(dialect: str, table: str, name: str) -> Iterator[str]:
    """Yield the statements that drop the guard again."""
    if dialect == "sqlite":
        yield f"DROP TRIGGER clearance_{table}_{name}_insert"
        yield f"DROP TRIGGER clearance_{table}_{name}_update"
        return
    yield f"DROP TRIGGER clearance_{table}_{name} ON {table}"
    yield f"DROP FUNCTION clearance_{table}_{name}()"


_IMAGE_MATCHES = _MATCHES + " AND clearance.surface = 'image'"


def guard_cleared_image(dialect: str, table: str, name: str) -> Iterator[str]:
    """Yield the statements that guard ``<name>_bytes`` of ``table`` as ``guard_cleared`` guards a text.

    The clearance must be an image's: a cleared text is no picture, whatever its bytes.
    """
    if dialect == "sqlite":
        matches = _IMAGE_MATCHES.format(name=name, digest=f"sha256(NEW.{name}_bytes)")
        for action in ("INSERT", f"UPDATE OF {name}_bytes, {name}_clearance_id"):
            yield (
                f"CREATE TRIGGER clearance_{table}_{name}_{action[:6].lower()} BEFORE {action} ON {table} "
                f"WHEN NOT EXISTS ({matches}) "
                "BEGIN SELECT RAISE(ABORT, 'image without its clearance'); END"
            )
        return
    matches = _IMAGE_MATCHES.format(name=name, digest=f"encode(sha256(NEW.{name}_bytes), 'hex')")
    yield (
        f"CREATE FUNCTION clearance_{table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT EXISTS ({matches}) THEN "
        "RAISE EXCEPTION 'image without its clearance'; END IF; RETURN NEW; END $$"
    )
    yield (
        f"CREATE TRIGGER clearance_{table}_{name} BEFORE INSERT OR UPDATE OF {name}_bytes, {name}_clearance_id "
        f"ON {table} FOR EACH ROW EXECUTE FUNCTION clearance_{table}_{name}()"
    )


def append_only(dialect: str, table: str) -> Iterator[str]:
    """Yield the statements that make ``table`` refuse UPDATE and DELETE."""
    if dialect == "sqlite":
        for action in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER append_only_{table}_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    yield (
        f"CREATE FUNCTION append_only_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    yield (
        f"CREATE TRIGGER append_only_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION append_only_{table}()"
    )


def not_append_only(dialect: str, table: str) -> Iterator[str]:
    """Yield the statements that lift ``append_only`` again."""
    if dialect == "sqlite":
        yield f"DROP TRIGGER append_only_{table}_update"
        yield f"DROP TRIGGER append_only_{table}_delete"
        return
    yield f"DROP TRIGGER append_only_{table} ON {table}"
    yield f"DROP FUNCTION append_only_{table}()"
