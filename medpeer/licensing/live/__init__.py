"""Asking the NPPES registry itself about one number, version 2.1 of its interface. Optional: files are what decides."""

from medpeer.licensing.live.answers import LiveAnswer, LiveOutcome, read_answer
from medpeer.licensing.live.client import LiveClient

__all__ = ["LiveAnswer", "LiveClient", "LiveOutcome", "read_answer"]
