"""The places where a member writes, as a browser gets to each of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from medpeer.gate import Surface
from tests.browser.conftest import Visitor

MEMBER = "miriam.okonjo@lakeside-medical.example"
PEER = "tomasz.wilczek@universityhealth.example"
REVIEWER = "agnes.thorvaldsdottir@countygeneral.example"
MODERATOR = "desmond.achterberg@stlukes.example"
APPLICANT = "teo.marquardt@mailbox.example"
CHANGING_APPLICANT = "zofia.brandt-kowal@stlukes.example"

CLINICAL = "Room 12 again, MRN 4471902: what next?"
"""Holds what is its author's call, and what must go."""
ABOUT_A_PHYSICIAN = "MRN 4471902 is what Dr. Miriam Okonjo wrote to me."
PUBLISHED = "Effects in heart failure MRN 4471902"
"""Only what must go: names, places and dates are allowed."""

Opener = Callable[[Visitor], Page]


@dataclass(frozen=True)
class Place:
    """Where one surface is written: how to get there, the field, the button, and what shows that it was taken."""

    name: str
    surface: Surface
    open: Opener
    field: str
    button: str
    text: str = CLINICAL
    asks: bool = True
    """Whether the text holds something that is its author's call."""
    taken: str | re.Pattern[str] = re.compile("Room 12")
    """What the page shows once the text was stored."""
    is_confirmed: bool = False
    """Whether a dialog asks once more."""

    def box(self, page: Page) -> Locator:
        """Return the field."""
        return page.get_by_role("textbox", name=self.field, exact=True)

    def send(self, page: Page) -> None:
        """Press the button."""
        page.get_by_role("main").get_by_role("button", name=self.button).click()


def ask_form(visit: Visitor) -> Page:
    """Open the form for a case, sound but for its text."""
    page = visit(MEMBER)
    page.goto("/cases/ask")
    page.get_by_label("Your question").fill("Ten days of sweats: what next?")
    page.get_by_label("History").fill("Ten days of sweats and a large spleen.")
    page.locator("input[name=consent]").first.check(force=True)
    return page


def practice_form(visit: Visitor) -> Page:
    """Open the form for a question about practice, sound but for its text."""
    page = visit(MEMBER)
    page.goto("/practice/ask")
    page.get_by_label("Your question").fill("How do you file this?")
    page.get_by_label("Details").fill("We file it twice.")
    return page


def at(email: str, path: str) -> Opener:
    """Return a way to a page that needs nothing else."""

    def open_page(visit: Visitor) -> Page:
        page = visit(email)
        page.goto(path)
        return page

    return open_page


def reply(page: Page, words: str) -> str:
    """Add a reply to a case and return the number of the post."""
    page.goto("/threads/5")
    page.get_by_label("Your reply").fill(words)
    page.get_by_role("button", name="Post the reply").click()
    post = page.locator(".post").filter(has_text=words).last
    expect(post).to_be_visible()
    return str(post.get_attribute("id")).removeprefix("p")


def edit_form(visit: Visitor) -> Page:
    """Open the form that changes one's own post."""
    page = visit(MEMBER)
    post = reply(page, "A reply to be changed.")
    page.goto(f"/posts/{post}/edit")
    return page


def solve_form(visit: Visitor) -> Page:
    """Open the form for the outcome of one's own case, sound but for its text."""
    page = ask_form(visit)
    page.get_by_role("button", name="Post the case").click()
    page.wait_for_url(re.compile(r"/threads/\d+"))
    page.goto(f"{page.url.partition('#')[0]}/solve")
    page.get_by_role("textbox", name="It was").fill("Lymphoma")
    page.get_by_role("textbox", name="What happened").fill("A node showed it.")
    page.locator("input[name=confirmed_by]").first.check(force=True)
    page.get_by_label("How sure you are").fill("90")
    return page


def paper_form(visit: Visitor) -> Page:
    """Open the card of a paper, sound but for its text."""
    page = visit(MEMBER)
    page.goto("/journal-club/add?by=hand")
    for name, words in (
        ("Title", "Iron every other day in heart failure"),
        ("Authors", "Adeyemi F; Strand K"),
        ("Journal", "Journal of Synthetic Cardiology"),
        ("Your opening words", "Why this one: it is small and clear."),
    ):
        page.get_by_role("textbox", name=name, exact=True).fill(words)
    page.get_by_label("Year").fill("2021")
    return page


def report_form(visit: Visitor) -> Page:
    """Open the form that reports a colleague's post."""
    author, page = visit(MEMBER), visit(PEER)
    post = reply(author, "A reply to be reported.")
    page.goto(f"/report/post/{post}")
    page.get_by_label(re.compile("unprofessional")).check(force=True)
    return page


def own_notice(visit: Visitor) -> Page:
    """Open the page that tells an author of a report about their post."""
    author, reporter = visit(MEMBER), visit(PEER)
    post = reply(author, "A reply to be hidden.")
    reporter.goto(f"/report/post/{post}")
    reporter.get_by_label(re.compile("Identifies a patient", re.IGNORECASE)).check(force=True)
    reporter.get_by_role("main").get_by_role("button", name=re.compile("^Report|^Hide")).click()
    reporter.wait_for_url(re.compile("/sent$"))
    author.goto(f"/taken-down/post/{post}")
    return author


def opened_case(visit: Visitor) -> Page:
    """Open a moderator's case with its text, sound but for the note."""
    own_notice(visit)
    page = visit(MODERATOR)
    page.goto("/moderation")
    page.get_by_role("main").get_by_role("button", name=re.compile("^Open")).click()
    page.get_by_label("Rule, kept in the audit log").select_option(index=1)
    return page


def redaction(visit: Visitor) -> Page:
    """Open the part of a moderator's case where its text is redacted."""
    page = opened_case(visit)
    page.get_by_label("Rule, kept in the audit log").select_option("identifies_patient")
    page.get_by_role("textbox", name="Why, in your words").fill("It pointed at one person.")
    page.get_by_text("Redact instead").click()
    return page


def dossier(visit: Visitor) -> Page:
    """Open the dossier of another applicant than those who write here, sound but for the note."""
    page = visit(REVIEWER)
    page.goto("/review")
    page.get_by_role("link", name=re.compile("Fashola")).click()
    page.locator("#field-reason").select_option("ask_licence")
    return page


_ASKED = re.compile("Asked\\.|Rejected\\.|Approved\\.")

PLACES: tuple[Place, ...] = (
    Place("a case's question", Surface.CASE_TITLE, ask_form, "Your question", "Post the case"),
    Place("a case's history", Surface.CASE_POST, ask_form, "History", "Post the case"),
    Place("a reply", Surface.CASE_POST, at(MEMBER, "/threads/5"), "Your reply", "Post the reply"),
    Place("an edit", Surface.CASE_POST, edit_form, "Your reply", "Save the change"),
    Place("a practice question", Surface.PRACTICE_TITLE, practice_form, "Your question", "Post the question"),
    Place("its details", Surface.PRACTICE_POST, practice_form, "Details", "Post the question"),
    Place("an outcome", Surface.OUTCOME, solve_form, "It was", "Give the outcome"),
    Place("what happened", Surface.OUTCOME, solve_form, "What happened", "Give the outcome"),
    Place("a lesson", Surface.OUTCOME, solve_form, "Lesson optional", "Give the outcome"),
    Place(
        "a paper's title",
        Surface.PAPER_TITLE,
        paper_form,
        "Title",
        "Put the paper up",
        text=PUBLISHED,
        asks=False,
        taken="Effects in heart failure",
    ),
    Place(
        "its authors",
        Surface.PAPER_AUTHORS,
        paper_form,
        "Authors",
        "Put the paper up",
        text="Adeyemi F; Strand K MRN 4471902",
        asks=False,
        taken=re.compile("Adeyemi"),
    ),
    Place(
        "its journal",
        Surface.PAPER_JOURNAL,
        paper_form,
        "Journal",
        "Put the paper up",
        text="Heart Reports MRN 4471902",
        asks=False,
        taken=re.compile("Heart Reports"),
    ),
    Place("its patients", Surface.PICO, paper_form, "Patients optional", "Put the paper up"),
    Place("its intervention", Surface.PICO, paper_form, "Intervention optional", "Put the paper up"),
    Place("its comparison", Surface.PICO, paper_form, "Comparison optional", "Put the paper up"),
    Place("its outcome", Surface.PICO, paper_form, "Outcome optional", "Put the paper up"),
    Place("opening words", Surface.CRITIQUE_POST, paper_form, "Your opening words", "Put the paper up"),
    Place("a critique", Surface.CRITIQUE_POST, at(MEMBER, "/journal-club/1"), "Your reply", "Post the reply"),
    Place(
        "a report's note",
        Surface.REPORT_NOTE,
        report_form,
        "What you saw optional",
        "Report it",
        taken=re.compile("report"),
    ),
    Place(
        "an author's note",
        Surface.REPORT_NOTE,
        own_notice,
        "What the moderators should know optional",
        "Ask for two moderators",
        taken="You asked for two moderators.",
    ),
    Place(
        "a moderator's note",
        Surface.MODERATOR_NOTE,
        opened_case,
        "Why, in your words",
        "Let it stand",
        taken="Your decision is kept.",
    ),
    Place(
        "a redaction",
        Surface.CASE_POST,
        redaction,
        "Text, redacted",
        "Store the redacted text",
        taken="Your decision is kept.",
    ),
    Place(
        "a reviewer's note",
        Surface.REVIEWER_NOTE,
        dossier,
        "Note or question optional",
        "Ask",
        text=ABOUT_A_PHYSICIAN,
        taken=_ASKED,
        is_confirmed=True,
    ),
    Place(
        "an applicant's note",
        Surface.APPLICANT_NOTE,
        at(APPLICANT, "/join"),
        "Note to the reviewer",
        "Send the note",
        text=ABOUT_A_PHYSICIAN,
        taken="The reviewer has your note.",
    ),
    Place(
        "a name",
        Surface.PERSON_NAME,
        at(CHANGING_APPLICANT, "/join?change=1"),
        "Last name",
        "Check my licence",
        text="Brandt MRN 4471902",
        asks=False,
        taken=re.compile("Brandt"),
    ),
)
ELSEWHERE: dict[Surface, str] = {
    Surface.CHAT_MESSAGE: "sent over the socket, and held there: a test of its own beside these",
    Surface.CRITIQUE_TITLE: "the title of the paper, cleared a second time",
    Surface.CITATION: "read into a card, never cleared and never stored",
    Surface.IMAGE_ALT: "written in the dialog where a picture is prepared",
    Surface.IMAGE_CAPTION: "written in the dialog where a picture is prepared",
    Surface.IMAGE: "read from the picture; nobody types it",
    Surface.TOMBSTONE: "always empty",
}
