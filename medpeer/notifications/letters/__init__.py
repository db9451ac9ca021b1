"""Codes on paper: the letter's words, its page, who carries it, and the handler that hands it over."""

from medpeer.notifications.letters.carriers import CodeCarrier, LetterFolder, MailboxCarrier
from medpeer.notifications.letters.handler import CodePost

__all__ = ["CodeCarrier", "CodePost", "LetterFolder", "MailboxCarrier"]
