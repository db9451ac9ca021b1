"""What a file of own data holds, in the order in which it is read."""

from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.own_data.sections import account, desk, licence, pictures, talking, writing
from medpeer.own_data.values import Section

__all__ = ["list_sections"]


def list_sections(session: Session, physician_id: int) -> list[Section]:
    """Return everything that is kept of a person, but for what stands above this package; nobody else's words."""
    actor = accounts.load_actor(session, physician_id)
    return [
        account.you(session, actor),
        account.standing(session, physician_id),
        account.sign_ins(session, physician_id),
        account.ways_in(session, physician_id),
        account.changes(session, physician_id),
        licence.claims(session, actor),
        licence.terms(session, physician_id),
        licence.proofs(session, physician_id),
        licence.vouchers(session, physician_id),
        writing.threads(session, physician_id),
        writing.posts(session, physician_id),
        writing.reading(session, physician_id),
        writing.papers(session, physician_id),
        talking.rooms(session, physician_id),
        talking.messages(session, physician_id),
        pictures.images(session, physician_id),
        desk.reports(session, physician_id),
        desk.unmaskings(session, physician_id),
        desk.acts(session, physician_id),
    ]
