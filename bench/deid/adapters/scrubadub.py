"""Asks scrubadub's default detectors: ``python -m bench.deid.adapters.scrubadub`` in the tool's environment."""

from importlib import import_module

from bench.deid.adapters.answers import answer


def main() -> None:
    """Answer with the ranges of all filth."""
    tool = import_module("scrubadub").Scrubber()
    answer(lambda text: [(filth.beg, filth.end) for filth in tool.iter_filth(text)])


if __name__ == "__main__":
    main()
