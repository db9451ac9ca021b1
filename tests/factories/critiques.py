"""Papers as anyone would put them up: through the gate and the service."""

from medpeer.accounts.actor import Actor
from medpeer.core.db import Database
from medpeer.critiques import service
from medpeer.critiques.service import NewPaper
from medpeer.critiques.vocabulary import Design
from medpeer.gate import Surface
from tests.factories.discussions import new_key
from tests.factories.texts import cleared

TITLE = "Nurse-led furosemide titration after discharge with heart failure: a randomised trial"


class Critiques:
    """Makes papers in the test's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def paper(
        self,
        actor: Actor,
        *,
        title: str = TITLE,
        doi: str | None = "10.5555/tide.2026.118",
        pmid: str | None = None,
        year: int = 2026,
        opening: str = "The first trial of titration by telephone that is large enough to read.",
        shows_name: bool = False,
        client_key: str | None = None,
    ) -> tuple[int, int]:
        """Put a paper up and return its id and its thread's."""
        with self._database.transaction() as session:
            paper = service.add_paper(
                session,
                actor,
                NewPaper(
                    title=cleared(session, title, Surface.PAPER_TITLE),
                    thread_title=cleared(session, title, Surface.CRITIQUE_TITLE),
                    authors=cleared(session, "Adeyemi, Femi; Strand K; TIDE-HF Group", Surface.PAPER_AUTHORS),
                    journal=cleared(session, "Synthetic Journal of Cardiology", Surface.PAPER_JOURNAL),
                    year=year,
                    doi=doi,
                    pmid=pmid,
                    design=Design.RANDOMISED_TRIAL,
                    participants=1021,
                    pico_population=cleared(session, "Adults sent home after acute heart failure", Surface.PICO),
                    opening=cleared(session, opening, Surface.CRITIQUE_POST),
                    shows_name=shows_name,
                    client_key=client_key or new_key(),
                ),
            )
            return paper.id, paper.thread_id
