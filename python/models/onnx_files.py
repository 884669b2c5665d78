# SPDX-License-Identifier: Apache-2.0
"""Models as single ONNX files, with weights of 16 bits where that keeps them small, and a check against PyTorch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from torch import nn

from frames import Normalization

OPSET = 17
LIMIT_BYTES = 3_000_000
SMALLEST_HALVED = 256


def halve(model: nn.Module) -> None:
    """Rounds weights to 16 bits and keeps them as float32, so that the exported file holds exactly these numbers."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())


def export(
    model: nn.Module,
    inputs: dict[str, torch.Tensor],
    outputs: list[str],
    file: Path,
    dynamic_axes: dict[str, dict[int, str]],
    limit_bytes: int | None = LIMIT_BYTES,
) -> None:
    """Writes one self-contained file, by the exporter that reads torchvision's detection models too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    model.eval()
    for name in outputs:
        dynamic_axes.setdefault(name, {0: "batch"})
    torch.onnx.export(
        model,
        tuple(inputs.values()),
        str(file),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=dynamic_axes,
        opset_version=OPSET,
        dynamo=False,
    )
    proto = onnx.load(str(file))
    if limit_bytes is not None:
        _store_halves(proto)
    proto.doc_string = ""
    proto.graph.doc_string = ""
    for node in proto.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(proto, full_check=True)
    onnx.save(proto, str(file))
    size = file.stat().st_size
    if limit_bytes is not None and size > limit_bytes:
        raise ValueError(f"{file.name} has {size} bytes, more than {limit_bytes}")
    print(f"{file} {size} bytes")


def _store_halves(proto: onnx.ModelProto) -> None:
    """Keeps each float32 weight that is a 16-bit number anyway as one, with a cast that the runtime folds away."""
    kept = []
    casts = []
    for weight in proto.graph.initializer:
        values = numpy_helper.to_array(weight)
        exact = values.dtype == np.float32 and np.array_equal(values.astype(np.float16).astype(np.float32), values)
        if not exact or values.size < SMALLEST_HALVED:
            kept.append(weight)
            continue
        half = weight.name + ".half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), half))
        casts.append(helper.make_node("Cast", [half], [weight.name], to=TensorProto.FLOAT, name=weight.name + ".cast"))
    nodes = casts + list(proto.graph.node)
    del proto.graph.initializer[:]
    proto.graph.initializer.extend(kept)
    del proto.graph.node[:]
    proto.graph.node.extend(nodes)


def session(file: Path) -> onnxruntime.InferenceSession:
    """One thread, as Joust's workers run models."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


@torch.no_grad()
def check_same(model: nn.Module, inputs: dict[str, torch.Tensor], file: Path, tolerance: float = 1e-3) -> float:
    """The largest difference between the file in ONNX Runtime and the model in PyTorch."""
    wanted = model.eval()(*inputs.values())
    wanted = wanted if isinstance(wanted, (tuple, list)) else [wanted]
    found = session(file).run(None, {name: value.numpy() for name, value in inputs.items()})
    difference = 0.0
    for expected, actual in zip(wanted, found, strict=True):
        if tuple(expected.shape) != actual.shape:
            raise ValueError(f"{file.name} gives {actual.shape} instead of {tuple(expected.shape)}")
        if expected.numel():
            difference = max(difference, float((expected - torch.from_numpy(actual)).abs().max()))
    if difference > tolerance:
        raise ValueError(f"{file.name} differs from PyTorch by {difference}")
    return difference


def preprocessor(height: int, width: int, resample: Image.Resampling, normalization: Normalization) -> dict:
    """The settings of Hugging Face's CLIPImageProcessor for a fixed size without a centre crop."""
    return {
        "image_processor_type": "CLIPImageProcessor",
        "do_convert_rgb": True,
        "do_resize": True,
        "size": {"height": height, "width": width},
        "resample": int(resample),
        "do_center_crop": False,
        "crop_size": {"height": height, "width": width},
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": list(normalization.mean),
        "image_std": list(normalization.std),
    }


def fuse(model: nn.Module) -> None:
    """Puts each normalization into the convolution before it, as the exporter would; `halve` then rounds the result."""
    model.eval()
    for module in list(model.modules()):
        before: tuple[str, nn.Module] | None = None
        for name, child in list(module.named_children()):
            if isinstance(child, nn.BatchNorm2d) and before and isinstance(before[1], nn.Conv2d):
                setattr(module, before[0], nn.utils.fuse_conv_bn_eval(before[1], child))
                setattr(module, name, nn.Identity())
            before = (name, child)
