"""Asks datafog's patterns: ``python -m bench.deid.adapters.datafog`` in the tool's environment."""

from importlib import import_module

from bench.deid.adapters.answers import answer


def main() -> None:
    """Answer with the ranges of all entities."""
    tool = import_module("datafog")
    answer(lambda text: [(hit.start, hit.end) for hit in tool.scan(text).entities])


if __name__ == "__main__":
    main()
