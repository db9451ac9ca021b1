"""Files for the imaging tests: honest pictures, and hostile ones made here byte by byte."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

pillow_heif.register_heif_opener()

CANARY = b"ZZPHIQ9X7CANARY"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Return a red picture with a blue upper left quarter."""
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((20, 30, 200), (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return an image as a file of a kind."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def printed(text: str, *, size: tuple[int, int] = (360, 120), height: int = 24) -> bytes:
    """Return white letters on black as PNG."""
    image = Image.new("L", size, 0)
    ImageDraw.Draw(image).text((20, 40), text, font=ImageFont.load_default(height), fill=255)
    return saved(image, "PNG")


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a PNG chunk with its right check sum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, stream: bytes, extra: bytes = b"") -> bytes:
    """Return a grey PNG that claims a size and holds a stream."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return SIGNATURE + header + extra + chunk(b"IDAT", stream) + chunk(b"IEND", b"")


def bomb(side: int) -> bytes:
    """Return a PNG of ``side`` by ``side`` black pixels, a thousandth of that in size."""
    pack = zlib.compressobj(9)
    rows = b"".join(pack.compress(b"\0" * (side + 1)) for _ in range(side))
    return png(side, side, rows + pack.flush())


def text_bomb() -> bytes:
    """Return a PNG of eight pixels a side with texts that inflate to 240 MB."""
    body = b"k\0\0" + zlib.compress(b"A" * 60_000_000, 9)
    return png(8, 8, zlib.compress(b"\0" * 72), chunk(b"zTXt", body) * 4)


def segment(marker: int, body: bytes) -> bytes:
    """Return a JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int = 1) -> Image.Exif:
    """Return EXIF with an owner, a camera and a place."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x013B] = CANARY.decode()
    tags[0x010E] = f"Jane Doe MRN {CANARY.decode()}"
    tags.get_ifd(0x8825)[1] = "N"
    return tags


def with_metadata() -> dict[str, bytes]:
    """Return pictures that carry the canary wherever a format has room for words."""
    jpeg, plain = saved(picture(), "JPEG"), saved(picture(), "PNG")
    texts = PngImagePlugin.PngInfo()
    texts.add_text("PatientName", CANARY.decode())
    texts.add_itxt("Comment", CANARY.decode())
    texts.add_text("packed", CANARY.decode(), zip=True)
    head, tail = jpeg[:2], jpeg[2:]
    return {
        "exif.jpg": saved(picture(), "JPEG", exif=exif()),
        "xmp.jpg": head + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CANARY) + tail,
        "iptc.jpg": head + segment(0xED, b"Photoshop 3.0\0" + CANARY) + tail,
        "comment.jpg": head + segment(0xFE, CANARY) + tail,
        "script.jpg": head + segment(0xFE, b"<script>alert(1)</script>" + CANARY) + tail,
        "trailer.jpg": jpeg + CANARY + b"PK\x03\x04",
        "broken profile.jpg": head + segment(0xE2, b"ICC_PROFILE\0\x01\x01" + CANARY) + tail,
        "text.png": saved(picture(), "PNG", pnginfo=texts),
        "exif.png": saved(picture(), "PNG", exif=exif()),
        "private.png": plain[:33] + chunk(b"phIx", CANARY) + plain[33:],
        "trailer.png": plain + CANARY,
        "exif.webp": saved(picture(), "WEBP", exif=exif(), xmp=CANARY),
        "exif.heic": saved(picture(), "HEIF", exif=exif().tobytes(), quality=90),
    }
