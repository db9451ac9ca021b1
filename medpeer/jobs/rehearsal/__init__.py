"""Licence applications from a file, decided as the product would decide them today, with nothing changed."""

from medpeer.jobs.rehearsal.answers import Answer
from medpeer.jobs.rehearsal.rehearse import Tally, rehearse

__all__ = ["Answer", "Tally", "rehearse"]
