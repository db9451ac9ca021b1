"""Reading the List of Excluded Individuals/Entities: the full file, 18 columns by name."""

from medpeer.licensing.leie.rows import COLUMNS, ExcludedLine, read_exclusions

__all__ = ["COLUMNS", "ExcludedLine", "read_exclusions"]
