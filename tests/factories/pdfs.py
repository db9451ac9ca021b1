"""Small PDFs made by hand: pages of lines at sizes of their own, with or without a title in the file's own data."""

from collections.abc import Sequence
from io import BytesIO
from zlib import compress

from pypdf import PdfReader, PdfWriter

TITLE = "Oral iron every other day in heart failure: a randomised trial"
ABSTRACT = (
    "Background: Iron given daily is poorly taken up in heart failure.",
    "Methods: We gave 412 adults oral iron every other day or every day, open label, for 24 weeks.",
    "Results: Ferritin rose by 38 and by 21 micrograms per litre. Conclusion: Less often was better.",
)
Line = tuple[int, str]
"""Size in points, and the words."""

PAPER: tuple[Line, ...] = (
    (9, "Journal of Synthetic Cardiology 2021; 12: 34-41"),
    (18, "Oral iron every other day in heart"),
    (18, "failure: a randomised trial"),
    (11, "Funmi Adeyemi, Kari Strand"),
    (12, "Abstract"),
    *((10, line) for line in ABSTRACT),
    (10, "Keywords: iron, heart failure"),
    (12, "Introduction"),
    (10, "Nothing of this belongs to the abstract."),
    (8, "Published 14 May 2021. https://doi.org/10.1000/JSC.2021.0034 PMID: 33445566"),
)


def pdf(*pages: Sequence[Line], title: str = "") -> bytes:
    """Return a PDF with ``pages``, each a column of lines."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        stream = _stream(lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R" % len(objects)
        objects.append(page + b" /Resources << /Font << /F1 3 0 R >> >> >>")
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
    return _file(objects)


def _stream(lines: Sequence[Line]) -> bytes:
    said, top = [b"BT"], 790
    for size, words in lines:
        top -= round(size * 1.4)
        text = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")
        said.append(b"/F1 %d Tf 1 0 0 1 60 %d Tm (%s) Tj" % (size, top, text))
    return b"\n".join([*said, b"ET"])


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, size - 1, start)


def locked(file: bytes, password: str) -> bytes:
    """Return ``file`` locked with a password ('' is one that any reader opens)."""
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(file))), BytesIO()
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-256")
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """Return a PDF of some kilobytes whose one page is twenty million bytes of text when unpacked."""
    packed = compress(b"BT /F1 9 Tf " + b"(aaaa) Tj " * 2_000_000 + b"ET")
    whole = pdf([(10, "x")])
    old = whole[whole.index(b"<< /Length") : whole.index(b"endstream")]
    return whole.replace(old, b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\n" % (len(packed), packed))
