"""Signing in by a hospital at the HTTP edge: going there, coming back, linking, and signing out from there."""

from medpeer.web.hospitals import departure, links, returning, starting
from medpeer.web.hospitals.blueprint import bp

__all__ = ["bp", "departure", "links", "returning", "starting"]
