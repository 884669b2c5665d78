# SPDX-License-Identifier: Apache-2.0
"""torchvision's Faster R-CNN over the narrow ResNet: feature pyramid of 32 channels, a small box head."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from torchvision.models.detection import FasterRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.resnet import ResNet
from torchvision.ops import MultiScaleRoIAlign
from torchvision.ops.feature_pyramid_network import ExtraFPNBlock

from frames import Normalization
from onnx_files import LIMIT_BYTES, export
from trunk import WIDTHS

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
PYRAMID = 32
BOX_HEAD = 256
SHORT_SIDE = 360
LONG_SIDE = 640
# Two sizes of anchors for each level, in pixels of the reduced image.
ANCHORS = ((8, 16), (24, 36), (56, 90), (140, 240))
ASPECTS = (0.8, 2.3)


def small_detector(resnet: ResNet, normalization: Normalization) -> FasterRCNN:
    """A detector of `LABELS` on this backbone, for frames that it brings to 640x360 itself."""
    layers = {f"layer{level + 1}": str(level) for level in range(len(WIDTHS))}
    backbone = BackboneWithFPN(resnet, layers, list(WIDTHS), PYRAMID, _NoExtraLevel())
    levels = list(layers.values())
    pool = MultiScaleRoIAlign(levels, output_size=7, sampling_ratio=2)
    head = TwoMLPHead(PYRAMID * 7 * 7, BOX_HEAD)
    return FasterRCNN(
        backbone,
        min_size=SHORT_SIDE,
        max_size=LONG_SIDE,
        image_mean=list(normalization.mean),
        image_std=list(normalization.std),
        rpn_anchor_generator=AnchorGenerator(ANCHORS, (ASPECTS,) * len(ANCHORS)),
        rpn_pre_nms_top_n_train=400,
        rpn_post_nms_top_n_train=250,
        rpn_pre_nms_top_n_test=250,
        rpn_post_nms_top_n_test=150,
        rpn_batch_size_per_image=128,
        box_roi_pool=pool,
        box_head=head,
        box_predictor=FastRCNNPredictor(BOX_HEAD, len(LABELS)),
        box_batch_size_per_image=64,
        box_score_thresh=0.05,
        box_detections_per_img=100,
    )


class _NoExtraLevel(ExtraFPNBlock):
    """The pyramid as it is: torchvision would add a level for things that are larger than any here."""

    def forward(
        self, results: list[torch.Tensor], inputs: list[torch.Tensor], names: list[str]
    ) -> tuple[list[torch.Tensor], list[str]]:
        return results, names


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
