"""Addresses and accounts whose time has come: changes take effect, deleted accounts are closed, emptied, withdrawn."""

import logging
import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from medpeer.accounts import queries as accounts
from medpeer.accounts import service as account_service
from medpeer.accounts.passwords import no_password
from medpeer.addresses import queries as addresses
from medpeer.addresses import service as address_service
from medpeer.core.db import Database
from medpeer.jobs.keeper import Keeper
from medpeer.jobs.scrub import database_file, empty_log, rewrite
from medpeer.leaving import queries as leaving
from medpeer.leaving.service.announcing import Chance, close_account
from medpeer.leaving.service.destroying import destroy_identity
from medpeer.leaving.service.withdrawing import choose_due, examine_words, withdraw
from medpeer.licensing.document_files import DocumentFiles
from medpeer.notifications.letters import CodeCarrier
from medpeer.notifications.mailbox import forget_mails

log = logging.getLogger(__name__)

EVERY_S: Final = 60.0
_RANDOM: Final = random.SystemRandom()


class AccountKeeper(Keeper):
    """Goes through what is due, once a minute."""

    every_s = EVERY_S

    def __init__(
        self,
        database: Database,
        carrier: CodeCarrier,
        files: DocumentFiles,
        mailbox: Path,
        chance: Chance = _RANDOM.random,
    ) -> None:
        """Go by ``database``; ``carrier``, ``files`` and the demo's ``mailbox`` may hold something of whoever goes."""
        super().__init__()
        self._database = database
        self._carrier = carrier
        self._files = files
        self._mailbox = mailbox
        self._chance = chance
        self._pages_hold = self._log_holds = False

    def run_once(self) -> None:
        """Do everything that is due, each thing in a transaction of its own."""
        self._each(addresses.list_due, self._settle)
        self._each(accounts.list_expired_proofs, self._forget_password)
        self._each(leaving.list_closing, self._close)
        self._each(leaving.list_to_destroy, self._destroy)
        self._each(self._due_withdrawals, self._withdraw)
        self._sweep()

    def _each(self, due: Callable[..., tuple[int, ...]], do: Callable[[int], None]) -> None:
        with self._database.reading() as session:
            numbers = due(session)
        for number in numbers:
            try:
                do(number)
            except Exception:  # the job edge: one that fails must not keep the others waiting
                log.exception("accounts.step_failed", extra={"number": number})

    def _settle(self, change_id: int) -> None:
        with self._database.transaction() as session:
            address_service.settle_due(session, change_id)

    def _forget_password(self, proof_id: int) -> None:
        with self._database.transaction() as session:
            account_service.forget_expired_password(session, proof_id)
        self._log_holds = True

    def _close(self, physician_id: int) -> None:
        password_hash = no_password()
        with self._database.transaction() as session:
            close_account(session, physician_id, password_hash=password_hash, chance=self._chance)
        log.info("accounts.closed", extra={"physician_id": physician_id})

    def _destroy(self, physician_id: int) -> None:
        """Destroy what lies in files first: a row without its file is destroyed again, the reverse is forgotten."""
        with self._database.reading() as session:
            places, codes = leaving.kept_files(session, physician_id)
            address = accounts.email_of(session, physician_id)
        for place in places:
            self._files.destroy(place)
        self._carrier.forget(codes)
        forget_mails(self._mailbox, address)
        with self._database.transaction() as session:
            destroy_identity(session, physician_id)
        self._pages_hold = True
        log.info("accounts.destroyed", extra={"physician_id": physician_id})

    def _due_withdrawals(self, session: Session) -> tuple[int, ...]:
        if not leaving.list_withdrawals(session):
            return ()
        with self._database.transaction() as writing:
            return choose_due(writing, self._chance)

    def _withdraw(self, withdrawal_id: int) -> None:
        words = examine_words()
        with self._database.transaction() as session:
            done = withdraw(session, withdrawal_id, words, self._chance)
        self._log_holds = self._log_holds or done

    def _sweep(self) -> None:
        """Clear what the database keeps of deleted rows: its log, and after a destruction every freed page too."""
        if database_file(self._database) is not None:
            if self._pages_hold:
                rewrite(self._database)
            elif self._log_holds:
                empty_log(self._database)
        self._pages_hold = self._log_holds = False
