"""Writes the encoder's weights as ``medpeer/deid/data/encoder.onnx``, in eight-bit numbers.

    python -m tools.deid.export_encoder encoder.pt

``encoder.pt`` is what ``tools.deid.train_encoder`` wrote. Needs ``tools/deid/requirements.txt``.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Final

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from medpeer.deid.signals import SLOTS
from tools.deid.encoder import Tagger
from tools.deid.labelling import LABELS

TARGET: Final = Path(__file__).parents[2] / "medpeer" / "deid" / "data" / "encoder.onnx"
_EXAMPLE_PIECES: Final = 16


class _OneText(nn.Module):
    """The net as it is used: one text at a time, nothing padded."""

    def __init__(self, net: Tagger) -> None:
        """Wrap ``net``."""
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, signals: Tensor) -> Tensor:
        """Return the scores (1, T, labels) of ``pieces`` (1, T) with ``signals`` (1, T, SLOTS)."""
        scores: Tensor = self.net(pieces, signals, torch.zeros(1, 1, 1, 1))
        return scores


def load(path: Path) -> tuple[Tagger, dict[str, list[str]]]:
    """Return the trained net, and its vocabulary and signals."""
    kept = torch.load(path, weights_only=True)
    net = Tagger(len(kept["words"]), len(kept["signals"]) + 1, len(LABELS))
    net.load_state_dict(kept["state"])
    return net.eval(), {"words": kept["words"], "signals": kept["signals"]}


def export(net: Tagger, told: dict[str, list[str]], target: Path) -> None:
    """Write ``net`` with its vocabulary and signals to ``target``."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        _write_whole(net, whole)
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True)
    model = onnx.load(str(target))
    for name, words in told.items():
        model.metadata_props.add(key=name, value=json.dumps(words))
    onnx.save(model, str(target))


def _write_whole(net: Tagger, target: Path) -> None:
    """Write ``net`` in full precision, for texts of any length."""
    pieces = torch.zeros(1, _EXAMPLE_PIECES, dtype=torch.long)
    signals = torch.zeros(1, _EXAMPLE_PIECES, SLOTS, dtype=torch.long)
    torch.onnx.export(
        _OneText(net),
        (pieces, signals),
        str(target),
        input_names=["pieces", "signals"],
        output_names=["scores"],
        dynamic_axes={"pieces": {1: "length"}, "signals": {1: "length"}},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Read the weights, write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, help="what the training wrote")
    parser.add_argument("--target", type=Path, default=TARGET, help="file to write (the engine's)")
    given = parser.parse_args()
    export(*load(given.weights), given.target)
    print(f"{given.target.name}: {given.target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
