"""Asks philter-lite's clinical filters: ``python -m bench.deid.adapters.philter`` in the tool's environment."""

from importlib import import_module
from pathlib import Path

from bench.deid.adapters.answers import answer


def main() -> None:
    """Answer with the ranges of all identifiers; part-of-speech data is fetched by the tool's own tagger."""
    tool = import_module("philter_lite")
    filters = tool.load_filters(str(Path(str(tool.__file__)).parent / "configs" / "philter_delta.toml"))
    answer(lambda text: [(hit.start, hit.stop) for hit in tool.detect_phi(text, filters)[2].phi])


if __name__ == "__main__":
    main()
