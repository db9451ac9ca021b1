"""Worker's side: loads the reader's networks from the wheel they came in; nothing is ever fetched."""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

import onnxruntime

# A second thread helps where there is a second core; more would only wait.
_THREADS: Final = 2
# Refused at once where the memory is short: an exception, not a picture without text.
_ERRORS_ONLY: Final = 3


def load(role: str) -> onnxruntime.InferenceSession:
    """Return the network for ``role``: ``det`` finds lines of text, ``rec`` reads one.

    Raises:
        FileNotFoundError: The reader's package is not installed, or ships other models.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    # Memory goes back between pictures, and threads sleep instead of spinning beside the server.
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(_path(role)), options, providers=["CPUExecutionProvider"])


def _path(role: str) -> Path:
    spec = find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec and spec.submodule_search_locations else []
    for folder in folders:
        for path in sorted(Path(folder, "models").glob(f"*_{role}_*.onnx")):
            return path
    raise FileNotFoundError(role)
