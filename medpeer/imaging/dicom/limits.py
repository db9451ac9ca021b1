"""What one upload may hold. A study is for looking at the images that matter, not for an archive."""

from typing import Final

MAX_UPLOAD_BYTES: Final = 64 << 20
"""Most bytes of one file or archive."""

MAX_INFLATED_BYTES: Final = 256 << 20
"""Most bytes that an archive, or a deflated file, may grow to."""

MAX_MEMBERS: Final = 1000
"""Most files in an archive, whatever they are."""

MAX_FRAMES: Final = 150
"""Most frames of all images together."""

MAX_PIXELS: Final = 40_000_000
"""Most pixels of one frame as it comes."""

MAX_STUDY_PIXELS: Final = 40_000_000
"""Most pixels of all frames together as they are kept."""

MAX_SIDE: Final = 2048
"""A frame with a longer side is averaged down by a whole number, as pictures are."""
