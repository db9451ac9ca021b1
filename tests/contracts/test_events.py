"""Each event is heard by something, or says here why nothing hears it; and each handler keeps a name of its own."""

from flask import Flask

from medpeer.core.outbox import Event, event_types
from medpeer.images.events import ImageAttached, ImageJudged
from medpeer.licensing.events import RegisterChanged
from medpeer.moderation.events import CaseDecided, ContentReported
from tests.conftest import state_of

UNHEARD: dict[type[Event], str] = {
    ContentReported: "the queue is read from the database; hiding has an event of its own",
    ImageAttached: "a post shows its images by itself; nothing else does",
    ImageJudged: "its author and its readers see it on the post",
    RegisterChanged: "the daily round reads what changed from the database",
    CaseDecided: "what became of the text is told by VisibilityChanged",
}


def test_each_event_is_handled_or_declared_unheard(app: Flask) -> None:
    heard = {kind for handler in state_of(app).relay.handlers for kind in handler.handles}
    every = set(event_types().values())
    assert heard <= every
    assert {kind.name for kind in every - heard} == {kind.name for kind in UNHEARD}


def test_each_handler_has_a_name_of_its_own(app: Flask) -> None:
    keys = [handler.key for handler in state_of(app).relay.handlers]
    assert len(keys) == len(set(keys))
