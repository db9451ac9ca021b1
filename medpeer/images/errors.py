"""What the images refuse with."""

from medpeer.core.errors import ConflictError, InvalidInputError, NotFoundError, TooManyError


class ImageGoneError(InvalidInputError):
    """An image that a form names is not there any more, or was never its sender's."""

    code = "images.gone"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("A picture of this form is no longer there: it was not posted within a day. Add it again.")


class TooManyImagesError(InvalidInputError):
    """A post holds as many images as it can."""

    code = "images.too_many_in_post"

    def __init__(self, most: int) -> None:
        """Name the most that a post holds."""
        super().__init__(f"A post holds at most {most} pictures. Take one out, or add a reply with the rest.")


class PendingGoneError(NotFoundError):
    """The picture being prepared was let go, or is somebody else's."""

    code = "images.pending_gone"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This picture is no longer here: it is kept for 20 minutes while you prepare it. Add it again."
        )


class NoRoomError(TooManyError):
    """As many pictures are being prepared as the memory is for."""

    code = "images.no_room"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Many pictures are being prepared just now. Try again in a few minutes. Nothing was stored.")


class UploadRunningError(TooManyError):
    """The member's picture before is still being read."""

    code = "images.upload_running"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Your picture before this one is still being read. Try again when it is there.")


class TooLargeToPrepareError(InvalidInputError):
    """The picture or the series, decoded, is larger than one may take of the memory."""

    code = "images.too_large"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("This is too large to prepare here: save it smaller, or send fewer frames of the series.")


class JudgedBeforeError(ConflictError):
    """Somebody settled the image meanwhile."""

    code = "images.judged_before"

    def __init__(self) -> None:
        """Say so."""
        super().__init__("Another moderator settled this picture meanwhile.")
