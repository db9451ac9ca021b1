"""Documents: shown by an applicant, looked at by a reviewer on a page that is sent once, and believed or not."""

import base64
from http import HTTPStatus

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from medpeer.core.errors import InvalidInputError
from medpeer.imaging import ImagingError, Picture, redraw
from medpeer.licensing.npi import print_npi
from medpeer.licensing.policy.documents import DocumentKind, DocumentMedia
from medpeer.licensing.service import documents
from medpeer.web.access import Access, access, current_actor
from medpeer.web.licensing.blueprint import bp
from medpeer.web.licensing.forms import chosen
from medpeer.web.licensing.proof_forms import DocumentForm
from medpeer.web.licensing.proof_words import KIND_WORDS
from medpeer.web.licensing.proofs import proofs_page
from medpeer.web.limits import limiter
from medpeer.web.state import reading, state, transaction
from medpeer.web.step_up import fresh_proof


@bp.post("/join/proof/document")
@limiter.limit("12 per hour")
@access(Access.SIGNED_IN)
def add_document() -> ResponseReturnValue:
    """Take a picture of a document: drawn anew, encrypted, for reviewers alone."""
    form = DocumentForm()
    try:
        kind = chosen(form.kind.data, DocumentKind, "Say what the document is.", beside="kind")
        with reading() as session:
            documents.check_room(session, current_actor())
        _store(_redrawn(form.file.data or b""), kind)
    except InvalidInputError as error:
        form.show(error)
        return proofs_page(document=form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("A reviewer will look at it.", "done")
    return redirect(url_for(".show_proofs", _anchor="document"), HTTPStatus.SEE_OTHER)


def _redrawn(sent: bytes) -> Picture:
    try:
        return redraw(sent)
    except ImagingError as error:
        raise InvalidInputError(error.advice, field="file") from error


def _store(picture: Picture, kind: DocumentKind) -> None:
    """Write the file, then its row; where there is no row, there is no file either."""
    files = state().documents
    place = files.write(picture.data)
    try:
        with transaction() as session:
            documents.add_document(session, current_actor(), kind, DocumentMedia(picture.media_type), place)
    except BaseException:
        files.destroy(place)
        raise


@bp.post("/review/<int:claim_id>/documents/<int:document_id>")
@access(Access.REVIEWER)
@fresh_proof("licensing.show_dossier")
def look_at_document(claim_id: int, document_id: int) -> ResponseReturnValue:
    """Show a document to a reviewer and note it. The picture stands in the page itself: it has no address."""
    with transaction() as session:
        seen = documents.look_at(session, current_actor(), claim_id, document_id)
    picture = base64.b64encode(state().documents.read(seen.place)).decode()
    return render_template(
        "licensing/document.html",
        claim_id=claim_id,
        document_id=document_id,
        seen=seen,
        npi=print_npi(seen.claimed.npi) if seen.claimed.npi else "",
        title=KIND_WORDS[seen.kind],
        source=f"data:{seen.media_type.value};base64,{picture}",
    )


@bp.post("/review/<int:claim_id>/documents/<int:document_id>/believe")
@access(Access.REVIEWER)
@fresh_proof("licensing.show_dossier")
def believe_document(claim_id: int, document_id: int) -> ResponseReturnValue:
    """Keep a reviewer's word that a document they saw shows the applicant."""
    with transaction() as session:
        documents.believe(session, current_actor(), claim_id, document_id)
    flash("Kept: the document shows them.", "done")
    return redirect(url_for(".show_dossier", claim_id=claim_id), HTTPStatus.SEE_OTHER)
