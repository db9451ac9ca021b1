"""Pictures: sending one in, preparing it, and showing it to members."""

from medpeer.web.images import preparing, showing, studies, upload
from medpeer.web.images.blueprint import bp

__all__ = ["bp", "preparing", "showing", "studies", "upload"]
