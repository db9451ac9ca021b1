"""The list of purges beside the database: what a database restored from an older back-up does not know."""

import json
import os
from pathlib import Path
from typing import Final

from medpeer.moderation.models import PurgeCertificate

PURGES: Final = "purges.ndjson"


def certificate_line(certificate: PurgeCertificate) -> str:
    """Return a certificate as a line of the list of purges: ids, moments and a keyed digest, no text."""
    fields = {
        "kind": certificate.content_kind.value,
        "id": certificate.content_id,
        "written_at": certificate.content_created_at.isoformat(),
        "outcome": certificate.outcome.value,
        "purged_at": certificate.ordered_at.isoformat(),
        "salt": certificate.salt,
        "digest": certificate.digest,
    }
    return json.dumps(fields, separators=(",", ":"))


def append_to_list(data_dir: Path, certificate: PurgeCertificate) -> None:
    """Append a certificate to the list beside the database, which a restored database does not know; twice is once."""
    path, line = data_dir / PURGES, certificate_line(certificate)
    if path.exists() and line in path.read_text().splitlines():
        return
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
