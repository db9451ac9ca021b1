"""Onboarding: the licence claim with its checks shown; and the desk where reviewers decide."""

from medpeer.web.licensing import onboarding, review
from medpeer.web.licensing.blueprint import bp

__all__ = ["bp", "onboarding", "review"]
