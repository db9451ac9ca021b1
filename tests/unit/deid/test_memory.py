"""Nothing of a text stays behind in the engine, and its models are loaded once for all threads."""

import gc
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from weakref import ref

from medpeer.deid import field
from medpeer.deid.pieces import Pieces
from medpeer.deid.shared import loaded_once


class _Word(str):
    """A word that tells when it is gone."""

    __slots__ = ("__weakref__",)


def test_no_word_outlives_its_text() -> None:
    pieces = Pieces(["[UNK]", "q", "##w"])
    word = _Word("qwortzelbauhin")
    pieces.of(word)
    gone = ref(word)
    del word
    gc.collect()
    assert gone() is None


def test_the_field_forgets_the_sequence_it_read() -> None:
    tagger = field.field()
    field.tag_with(tagger, iter([["w=mr"], ["w=pruitt"]]), [True, False])
    assert tagger.tag() == []


def test_the_field_holds_the_model_that_it_reads_from() -> None:
    field.field()
    assert field._LOCAL.model is field.field_bytes()


def test_what_is_loaded_on_first_use_is_loaded_once_for_all_threads() -> None:
    together, loads = Barrier(4, timeout=10), []

    @loaded_once
    def loaded() -> object:
        """Load."""
        loads.append(1)
        return object()

    def ask(_: int) -> object:
        together.wait()
        return loaded()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == len(loads) == 1
