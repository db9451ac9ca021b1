"""Reading the NPPES dissemination files: streamed by columns found by name, faults told by line and column.

The main file has 330 columns today and gains some over time, so unknown ones are passed over. Every value is quoted and
no value holds a line end, so one line is one number.
"""

from medpeer.licensing.nppes.blocks import Block, read_blocks
from medpeer.licensing.nppes.deactivations import Deactivations, read_deactivations
from medpeer.licensing.nppes.files import OpenFile, date_of_name, open_file
from medpeer.licensing.nppes.stream import Progress

__all__ = [
    "Block",
    "Deactivations",
    "OpenFile",
    "Progress",
    "date_of_name",
    "open_file",
    "read_blocks",
    "read_deactivations",
]
