"""Reading the NPPES dissemination file: streamed, columns found by name, faults told by line and column.

The file has 330 columns today and gains some over time, so unknown ones are passed over. Every value is quoted and no
value holds a line end, so one line is one number.
"""

from medpeer.licensing.nppes.files import OpenFile, date_of_name, open_file
from medpeer.licensing.nppes.lines import Progress
from medpeer.licensing.nppes.rows import read_rows

__all__ = ["OpenFile", "Progress", "date_of_name", "open_file", "read_rows"]
