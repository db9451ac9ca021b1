"""A paper's PDF, read for its reference and forgotten: decoded in a sandbox, judged here, stored nowhere."""

from medpeer.critiques.pdf.errors import PdfFault, UnreadablePdfError
from medpeer.critiques.pdf.reading import ReadPaper, read_pdf

__all__ = ["PdfFault", "ReadPaper", "UnreadablePdfError", "read_pdf"]
