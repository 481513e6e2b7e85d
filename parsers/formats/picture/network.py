"""The networks that come inside rapidocr's wheel (PP-OCRv6, Apache-2.0), run with onnxruntime on one thread."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

import onnxruntime  # type: ignore[import-untyped]

from parsers.errors import UnknownFormat

RECOGNISER = "PP-OCRv6_rec_small.onnx"
DETECTOR = "PP-OCRv6_det_small.onnx"


def model_folder() -> Path:
    """Where rapidocr's wheel keeps its networks; nothing is ever downloaded."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None or not (folder := Path(spec.origin).parent / "models").is_dir():
        raise UnknownFormat("pictures are read with rapidocr 3.10, which is not installed")
    return folder


@cache
def session(name: str) -> onnxruntime.InferenceSession:
    """The network of that file, on one thread; loaded once."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it made reading a tenth faster and took 880 MB for scanned PDF
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model_folder() / name), options, providers=["CPUExecutionProvider"])
