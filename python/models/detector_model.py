# SPDX-License-Identifier: Apache-2.0
"""The small Faster R-CNN of the demo: its classes, and its export."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from torchvision.models.detection import FasterRCNN
from torchvision.models.resnet import ResNet

import beside  # noqa: F401
from detection import small
from frames import Normalization
from onnx_files import LIMIT_BYTES, export

LABELS = (
    "__background__",
    "person",
    "rider",
    "bicycle",
    "motorcycle",
    "car",
    "truck",
    "bus",
    "train",
    "traffic light",
    "traffic sign",
)


def small_detector(resnet: ResNet, normalization: Normalization) -> FasterRCNN:
    """A detector of `LABELS` on this backbone, for frames that it brings to 640x360 itself."""
    return small.small_detector(resnet, len(LABELS), normalization.mean, normalization.std)


class OneImage(nn.Module):
    """One image [3, height, width] of values from 0 to 1 to `boxes`, `labels` and `scores`, best first."""

    def __init__(self, detector: nn.Module) -> None:
        super().__init__()
        self.detector = detector

    def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        found = self.detector([image])[0]
        return found["boxes"], found["labels"], found["scores"]


def export_detector(
    detector: nn.Module, file: Path, example: torch.Tensor, limit_bytes: int | None = LIMIT_BYTES
) -> None:
    """Writes a detector as one file that takes images of any size, one at a time."""
    axes = {"image": {1: "height", 2: "width"}}
    axes |= {name: {0: "detections"} for name in ("boxes", "labels", "scores")}
    export(OneImage(detector), {"image": example}, ["boxes", "labels", "scores"], file, axes, limit_bytes)
