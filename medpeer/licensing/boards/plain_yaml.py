"""YAML in which every value is a text: a status ``NO`` stays a word, and a key that stands twice is a fault."""

from pathlib import Path
from typing import Any

import yaml

from medpeer.licensing.errors import ManifestError


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in a file, of texts, lists and mappings.

    Raises:
        ManifestError: it is no YAML, or no mapping.
    """
    try:
        read = _plain(yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise ManifestError([f"{place}this is no YAML: {problem}"]) from None
    except UnicodeDecodeError:
        message = "the manifest is not UTF-8"
        raise ManifestError([message]) from None
    if not isinstance(read, dict):
        message = "the manifest is no list of keys and values"
        raise ManifestError([message])
    return read


def _plain(node: Any) -> Any:
    """Return a node as text, list or mapping, without guessing at numbers, dates and truth."""
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one) for one in node.value]
    return None if node is None else node.value


def _mapping(node: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in node.value:
        word = str(_plain(key))
        if word in made:
            message = f"line {key.start_mark.line + 1}: {word} stands here a second time"
            raise ManifestError([message])
        made[word] = _plain(value)
    return made
