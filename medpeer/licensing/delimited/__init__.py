"""Reading a list of lines and columns: any delimiter and encoding, columns by name, faults told by line and column."""

from medpeer.licensing.delimited.files import ListFile, date_of_file, open_list
from medpeer.licensing.delimited.shape import Shape
from medpeer.licensing.delimited.table import Line, Table

__all__ = ["Line", "ListFile", "Shape", "Table", "date_of_file", "open_list"]
