"""Barrier 6: every door that takes text names its surface, and no door reads text past the fields that do."""

import ast
import importlib
import pkgutil
from pathlib import Path

from flask_wtf import FlaskForm
from wtforms import fields

import medpeer.web
from medpeer.gate import Surface
from medpeer.realtime import events
from medpeer.realtime.table import WORD
from medpeer.web.critiques.forms import PdfField
from medpeer.web.images.forms import BoxesField, ImageField
from medpeer.web.licensing.proof_forms import DocumentField
from medpeer.web.user_text import UserTextField

WEB = Path(medpeer.web.__file__).parent

# Fields that cannot hold free text: closed choices, numbers, flags.
CLOSED = (
    fields.SelectField,
    fields.RadioField,
    fields.BooleanField,
    fields.IntegerField,
    fields.DecimalField,
    fields.SubmitField,
    fields.SelectMultipleField,
    # Not text either: a file is RawImage, and a box four numbers.
    ImageField,
    BoxesField,
    PdfField,
    DocumentField,
)
# Open fields that are no surface, each with the reason.
OPEN = {
    "email": "an address is validated, sealed and never shown to another member",
    "password": "hashed, never stored",
    "new_password": "hashed, never stored",
    "npi": "ten digits with a check digit",
    "licence_number": "letters, digits and separators, pattern-checked",
    "next": "a path of this site, checked by safe_next",
    "q": "a search is neither stored nor logged",
    "client_key": "pattern-checked",
    "token": "compared by digest",
    "code": "compared, never stored",
    "slip": "sealed by the program itself",
    "issuer": "compared, never stored",
    "logout_token": "checked by its signature, never stored",
    "credential": "checked by its signature; of it a key and its id are kept",
    "doi": "pattern-checked",
    "pmid": "digits",
    "licence_state": "a word of a closed set",
    "birth_date": "a day, read as one",
    "reason": "a word of a closed set",
    "act": "a word of a closed set: which button was pressed",
    "specialty": "a word of a closed set",
}
# Modules that may look into a request themselves.
READERS = {
    "user_text.py": "UserTextField and attestations",
    "gate.py": "the check, which stores nothing",
    "errors.py": "gives the sender their own text back",
    "search.py": "a search is neither stored nor logged",
    "guessing.py": "a keyed digest of the address, for the limiter",
}


def form_classes() -> set[type[FlaskForm]]:
    """Return every form class of the HTTP edge."""
    for module in pkgutil.iter_modules(medpeer.web.__path__):
        importlib.import_module(f"medpeer.web.{module.name}")
    found: set[type[FlaskForm]] = set()
    todo = [FlaskForm]
    while todo:
        todo += (below := todo.pop().__subclasses__())
        found |= {form for form in below if form.__module__.startswith("medpeer.")}
    return found


def test_every_open_field_is_user_text_or_has_its_reason() -> None:
    strays = []
    for form in form_classes():
        for name in dir(form):
            unbound = getattr(form, name)
            kind = getattr(unbound, "field_class", None)
            if kind is None or issubclass(kind, (*CLOSED, UserTextField)) or name in OPEN:
                continue
            strays.append(f"{form.__module__}.{form.__name__}.{name} ({kind.__name__})")
    assert strays == []


def test_every_user_text_field_names_a_surface() -> None:
    surfaces = [
        unbound.args[1] if len(unbound.args) > 1 else unbound.kwargs["surface"]
        for form in form_classes()
        for unbound in (getattr(form, name) for name in dir(form))
        if isinstance(kind := getattr(unbound, "field_class", None), type) and issubclass(kind, UserTextField)
    ]
    assert surfaces
    assert all(isinstance(surface, Surface) for surface in surfaces)


def test_no_other_view_reads_the_request_past_its_forms() -> None:
    strays = [
        f"{path.name}:{node.lineno} request.{node.attr}"
        for path in sorted(WEB.rglob("*.py"))
        if path.name not in READERS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "request"
        and node.attr in {"form", "values", "data", "json", "get_json", "files", "get_data", "stream"}
    ]
    assert strays == []


def test_every_socket_event_names_the_surface_of_each_text() -> None:
    assert events.EVENTS
    for name, event in events.EVENTS.items():
        assert all(isinstance(surface, Surface) for surface in event.texts.values()), name
        words = {key for key, argument in event.arguments.items() if argument == WORD}
        assert words <= {"room", "client_key"}, f"{name} takes a word that may be text"
