"""Onboarding: the licence claim with its checks shown; and the desk where reviewers decide."""

from medpeer.web.licensing import asking, documents, onboarding, preview, proofs, registers, review, vouching
from medpeer.web.licensing.blueprint import bp

__all__ = ["asking", "bp", "documents", "onboarding", "preview", "proofs", "registers", "review", "vouching"]
