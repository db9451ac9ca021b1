# ruff: noqa: E501 - tables read best on one line
"""A replacement reads on in its sentence and keeps what medicine needs: who is who, how many days lay between."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medpeer.deid import Category, Severity, Span, find_identifiers, suggest
from medpeer.deid.instead.days import read_date
from medpeer.deid.instead.ordinals import told_apart
from medpeer.deid.long_texts import redact


def _spans(marked: str) -> tuple[str, list[Span]]:
    """Read a text in which <words|rule> are the findings, so that what is tested does not hang on what is found."""
    kinds = {
        "name": Category.NAME,
        "place": Category.LOCATION,
        "date": Category.DATE,
        "age": Category.DATE,
        "record": Category.RECORD,
    }
    text, spans = "", []
    for piece in marked.split("<"):
        inside, closed, rest = piece.partition(">")
        if not closed:
            text += piece
            continue
        words, _, rule = inside.partition("|")
        spans.append(Span(len(text), len(text) + len(words), kinds[rule.split(".")[0]], 0.9, Severity.MUST_GO, rule))
        text += words + rest
    return text, spans


def _rewritten(marked: str) -> str:
    return redact(*_spans(marked)).replace("\u2019", "'")


@pytest.mark.parametrize(
    ("marked", "rewritten"),
    [
        ("Mrs <Kowalczyk|name.titled> came.", "The patient came."),
        ("Seen with Mrs <Kowalczyk|name.titled> today.", "Seen with the patient today."),
        ("Our patient <Rosa Diaz|name.model> is stable.", "The patient is stable."),
        ("A 43-year-old woman named <Rosa Diaz|name.introduced> fell.", "A 43-year-old woman fell."),
        ("the <Kim|name.model> hip is clear", "the patient's hip is clear"),
        ("Mr. and Mrs. <Pruitt|name.titled> drove.", "The couple drove."),
        ("Mrs <Garcia|name.titled>'s potassium", "The patient's potassium"),
        ("Her daughter, <Ana Lucia|name.kin>, called.", "The patient's daughter called."),
        ("<Ana|name.model> (daughter) called.", "The patient's daughter called."),
        ("<Ana|name.model>, her daughter, called.", "The patient's daughter called."),
        ("My daughter <Ana|name.kin> called.", "My daughter called."),
        ("Mr <Pruitt|name.titled>'s sister <Beth|name.kin> came.", "The patient's sister came."),
        ("Wife: <Beth|name.field>", "Wife: the patient's wife"),
        ("Dr. <Amara Obi|name.titled> agrees.", "A colleague agrees."),
        ("Attending: <A. Obi|name.field>, MD\nNext", "Attending: a colleague\nNext"),
        ("our cardiologist Dr <Chen|name.titled> agrees", "our cardiologist agrees"),
        ("seen by cardiologist Dr <Chen|name.titled>. Dr <Chen|name.titled> agrees.", "seen by the cardiologist. The cardiologist agrees."),
        ("my biller <Karen|name.model> left", "my biller left"),
        ("Hi <Amara|name.model>, any ideas?", "Hi colleague, any ideas?"),
        ("Any ideas? Thanks, <Sam|name.model>", "Any ideas? Thanks, a colleague"),
        ("Nurse <Amy|name.titled> helped.", "The nurse helped."),
        ("who told <Karen|name.model> that", "who told someone that"),
    ],
)  # fmt: skip
def test_a_person_is_called_by_their_part(marked: str, rewritten: str) -> None:
    assert _rewritten(marked) == rewritten


@pytest.mark.parametrize(
    ("marked", "rewritten"),
    [
        ("Mr <Delroy Pruitt|name.titled> and his wife <Rosa Pruitt|name.kin>. Mr <Pruitt|name.titled> sat, <Rosa|name.again> stood.", "The patient and the patient's wife. The patient sat, the patient's wife stood."),
        ("Mr <Smith|name.titled> shared a room with Mr <Jones|name.titled>. <Jones|name.again> slept.", "The patient shared a room with the second patient. The second patient slept."),
        ("Dr <Obi|name.titled> called Dr <Chen|name.titled> and Dr <Patel|name.titled>.", "A colleague called another colleague and a third colleague."),
        ("Her daughter <Ana|name.kin> and her other daughter <Eva|name.kin> came.", "The patient's daughter and the patient's second daughter came."),
        ("Mr <P\u00e9rez|name.titled> came. <Perez|name.again> left.", "The patient came. The patient left."),
    ],
)  # fmt: skip
def test_one_person_keeps_one_placeholder_and_two_are_told_apart(marked: str, rewritten: str) -> None:
    assert _rewritten(marked) == rewritten


@pytest.mark.parametrize(
    ("marked", "rewritten"),
    [
        ("Admitted on <14 March 2024|date.day_month>.", "Admitted on D0."),
        ("Admitted on <14 March 2024|date.day_month>, operated on <3/17/2024|date.numeric>.", "Admitted on D0, operated three days later."),
        ("Admitted on <14 March 2024|date.day_month>. On <15 March|date.day_month> she fell.", "Admitted on D0. One day later she fell."),
        ("In on <14 March 2024|date.day_month>, seen on <29 February 2024|date.day_month>.", "In on D0, seen 14 days earlier."),
        ("<14 March|date.day_month>: in. <17 March|date.day_month>: cut. <20 March|date.day_month>: out.", "D0: in. D+3: cut. D+6: out."),
        ("DOB: <3/4/1960|date.numeric>, seen <14 March 2024|date.day_month>", "DOB: [date of birth removed], seen [date removed]"),
        ("back around <Christmas|date.feast>, in <March 2023|date.month_year>, and on <the 3rd|date.day>", "back around a holiday, in 2023, and on another day"),
        ("born in <March 1931|date.month_year>", "born in [date of birth removed]"),
        ("in at <05:10|date.clock> on <14 March|date.day_month>", "in at [time removed] on D0"),
        ("seen on <14. Oktober 2023|date.foreign>", "seen in 2023"),
        ("seen in <March|date.month> again", "seen in another month again"),
    ],
)  # fmt: skip
def test_dates_keep_their_intervals_in_words_that_fit(marked: str, rewritten: str) -> None:
    assert _rewritten(marked) == rewritten


@pytest.mark.parametrize(
    ("marked", "rewritten"),
    [
        ("A <94|age.number>-year-old woman fell.", "A woman aged over 89 fell."),
        ("<94|age.number>yo M with sepsis", "man aged over 89 with sepsis"),
        ("She is <94|age.be> years old.", "She is aged over 89."),
        ("aged <94|age.said>", "aged over 89"),
        ("a man in his late <90s|age.decade>", "a man aged over 89"),
        ("A <95|age.number>-year-old with sepsis", "An over-89-year-old with sepsis"),
        ("A <95|age.number> year old, confused", "A patient aged over 89, confused"),
    ],
)  # fmt: skip
def test_a_high_age_becomes_a_band(marked: str, rewritten: str) -> None:
    assert _rewritten(marked) == rewritten


@pytest.mark.parametrize(
    ("marked", "rewritten"),
    [
        ("sent from <St. Mary's|place.saint> to <Mercy|place.model>", "sent from a community hospital to another community hospital"),
        ("at the <Lakeside University Hospital|place.facility>", "at a university hospital"),
        ("our <Cedar Hollow Clinic|place.facility> is small", "our clinic is small"),
        ("lives in <Springfield|place.model>, near <Dayton|place.model>", "lives in a town in the region, near another town in the region"),
        ("in <ward 7B, bed 9|place.ward>", "in a bed on the ward"),
        ("works at <Gorman's|place.model>", "works at a local workplace"),
        ("at <12 Oak Street|place.street>, <62704|place.zip>", "at [address removed], [postcode removed]"),
        ("<Springfield|place.model> again; <springfield|place.model> it is", "A town in the region again; a town in the region it is"),
        ("she is in <4 West 412-B|place.model> now", "she is in a ward now"),
    ],
)  # fmt: skip
def test_a_place_becomes_its_kind(marked: str, rewritten: str) -> None:
    assert _rewritten(marked) == rewritten


def test_the_button_names_what_it_does() -> None:
    text, spans = _spans("A <94|age.number>-year-old man, MRN <00381-7742|record.labelled>.")
    assert [instead.label for instead in suggest(text, spans)] == ["Use \u201cman aged over 89\u201d", "Remove it"]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("14 March 2024", (2024, 3, 14)), ("March 14th, 2024", (2024, 3, 14)), ("2024-03-14", (2024, 3, 14)), ("3/14/24", (2024, 3, 14)),
        ("14/3/2024", (2024, 3, 14)), ("14 Mar", (None, 3, 14)), ("3/14", (None, 3, 14)), ("20240314", (2024, 3, 14)), ("March", None), ("the 14th", None),
        ("20249999", (2024, 12, 31)), ("9" * 5000, None), ("3/14/9999999", (None, 3, 14)), ("0000-01-01", None), ("31/31/31", None),
    ],
)  # fmt: skip
def test_a_date_is_read_in_the_forms_people_use(words: str, read: tuple[int | None, int, int] | None) -> None:
    assert read_date(words) == read


PHRASES = (
    "the patient", "the patient\u2019s daughter", "a colleague", "the cardiologist", "the couple", "someone", "a community hospital",
    "a town in the region", "a ward", "a bed on the ward", "a children\u2019s hospital", "a veterans\u2019 hospital", "a county in the region",
    "a local workplace", "a place outdoors", "a school", "a university", "a nursing home", "a place of worship", "a prison",
)  # fmt: skip


@pytest.mark.parametrize("phrase", PHRASES)
@pytest.mark.parametrize("place", [1, 2, 3, 11, 12, 40, 58, 100])
def test_no_phrase_is_a_finding(phrase: str, place: int) -> None:
    for words in (told_apart(phrase, place), f"She met {told_apart(phrase, place)} and left."):
        assert not find_identifiers(words)


@pytest.mark.parametrize("words", ["D0", "D+3", "D\u221214", "three days later", "14 days earlier", "woman aged over 89", "over 89", "an over-89-year-old", "a holiday", "another day", "in another month", "[time removed]"])  # fmt: skip
def test_no_phrase_for_a_time_is_a_finding(words: str) -> None:
    assert not find_identifiers(words)
    assert not find_identifiers(f"She was seen {words} again.")


WORDS = st.sampled_from(
    [
        "Mrs", "Dr", "her daughter", "Rosa", "Rosa Diaz", "Obi", "the", "our", "a", "named", "on", "in", "Hi", "Thanks,", "\n", ".", ",", "(", ")", "'s", "wife:",
        "14 March 2024", "3/17/24", "the 3rd", "94", "-year-old", "woman", "Springfield", "St. Mary's", "ward 7B", "bed 9", "MRN 4471902", "\ud800", "\u202e", "\u0301", "<b>",
    ]
)  # fmt: skip
RULES = st.sampled_from(["name.titled", "name.model", "date.numeric", "date.month", "date.feast", "age.number", "place.model", "place.zip", "record.labelled"])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(WORDS, st.none() | RULES), max_size=25), st.sampled_from(["", " "]))
def test_whatever_is_marked_ranges_hold_their_finding_and_keep_apart(
    pieces: list[tuple[str, str | None]], by: str
) -> None:
    marked = by.join(f"[{words}|{rule}]" if rule else words for words, rule in pieces)
    text, spans = _spans(marked.replace("<", "").replace(">", "").replace("[", "<").replace("]", ">"))
    last = 0
    for span, instead in zip(spans, suggest(text, spans), strict=True):
        assert last <= instead.start <= span.start < span.end <= instead.end <= len(text)
        assert instead.replacement
        last = instead.end


@pytest.mark.parametrize("text", ["Dr. Chen and dr chen agreed.", "Mr. **Pet**erson met Mr.&nbsp;Peterson."])
def test_a_title_is_taken_out_with_the_name_and_does_not_make_another_person(text: str) -> None:
    spans = find_identifiers(text)
    assert len({instead.replacement.lower() for instead in suggest(text, spans)}) == 1
    assert not any(word in redact(text, spans).lower() for word in ("dr", "mr", "**", "nbsp"))
