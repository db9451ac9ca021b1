"""Every read of the statistics: fetching and permission are one call."""

from medpeer.statistics.queries.export import COLUMNS, ExportRow, export_rows
from medpeer.statistics.queries.misses import Lesson, lessons
from medpeer.statistics.queries.page import statistics
from medpeer.statistics.queries.rows import Line
from medpeer.statistics.queries.views import Statistics

__all__ = ["COLUMNS", "ExportRow", "Lesson", "Line", "Statistics", "export_rows", "lessons", "statistics"]
