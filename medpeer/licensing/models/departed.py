"""What is left of the numbers of people who went: keyed digests that show nothing and are found again."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from medpeer.core.columns import HEX_DIGEST, Identifier, UtcDateTime
from medpeer.core.db import Base


class DepartedMark(Base):
    """A number, a licence or a mailbox of an account that was deleted.

    Whoever comes with it again is looked at by a person; where ``is_barred``, by a senior reviewer: deleting an account
    is no way round a suspension.
    """

    __tablename__ = "departed_mark"

    digest: Mapped[str] = mapped_column(Identifier(HEX_DIGEST), primary_key=True)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_barred: Mapped[bool] = mapped_column(default=False)
