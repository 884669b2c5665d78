# SPDX-License-Identifier: Apache-2.0
"""A Faster R-CNN that a CPU trains in minutes: ResNet-18 of a quarter of the width, a pyramid of 32 channels."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional
from torchvision.models.detection import FasterRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.resnet import BasicBlock, ResNet
from torchvision.ops import MultiScaleRoIAlign
from torchvision.ops.feature_pyramid_network import ExtraFPNBlock

WIDTHS = (16, 32, 64, 128)
PYRAMID = 32
BOX_HEAD = 256
SHORT_SIDE = 360
LONG_SIDE = 640
# Two sizes of anchors for each level, in pixels of the reduced image.
ANCHORS = ((8, 16), (24, 36), (56, 90), (140, 240))
ASPECTS = (0.8, 2.3)
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


def narrow_resnet18() -> ResNet:
    """A ResNet-18 of `WIDTHS` channels without a head; pooled to 2x2, that is 512 numbers for an image."""
    model = ResNet(BasicBlock, [2, 2, 2, 2])
    model.inplanes = WIDTHS[0]
    model.conv1 = nn.Conv2d(3, WIDTHS[0], 7, 2, 3, bias=False)
    model.bn1 = nn.BatchNorm2d(WIDTHS[0])
    for number, width in enumerate(WIDTHS):
        setattr(model, f"layer{number + 1}", model._make_layer(BasicBlock, width, 2, stride=1 if number == 0 else 2))
    model.avgpool = Quarters()
    model.fc = nn.Identity()
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
    return model


class Quarters(nn.Module):
    """Adaptive average pooling to 2x2, in words that ONNX has: windows of half the size, rounded up."""

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """Pool `[batch, channels, height, width]`."""
        height, width = int(features.shape[-2]), int(features.shape[-1])
        kernel = ((height + 1) // 2, (width + 1) // 2)
        return functional.avg_pool2d(features, kernel, (max(1, height // 2), max(1, width // 2)))


def small_detector(
    resnet: ResNet, classes: int, mean: Sequence[float] = IMAGENET_MEAN, std: Sequence[float] = IMAGENET_STD
) -> FasterRCNN:
    """A detector of so many classes, the background among them, for frames that it brings to 640x360 itself."""
    layers = {f"layer{level + 1}": str(level) for level in range(len(WIDTHS))}
    backbone = BackboneWithFPN(resnet, layers, list(WIDTHS), PYRAMID, _NoExtraLevel())
    levels = list(layers.values())
    return FasterRCNN(
        backbone,
        min_size=SHORT_SIDE,
        max_size=LONG_SIDE,
        image_mean=list(mean),
        image_std=list(std),
        rpn_anchor_generator=AnchorGenerator(ANCHORS, (ASPECTS,) * len(ANCHORS)),
        rpn_pre_nms_top_n_train=400,
        rpn_post_nms_top_n_train=250,
        rpn_pre_nms_top_n_test=250,
        rpn_post_nms_top_n_test=150,
        rpn_batch_size_per_image=128,
        box_roi_pool=MultiScaleRoIAlign(levels, output_size=7, sampling_ratio=2),
        box_head=TwoMLPHead(PYRAMID * 7 * 7, BOX_HEAD),
        box_predictor=FastRCNNPredictor(BOX_HEAD, classes),
        box_batch_size_per_image=64,
        box_score_thresh=0.05,
        box_detections_per_img=100,
    )


class _NoExtraLevel(ExtraFPNBlock):  # type: ignore[misc]
    """The pyramid as it is: torchvision would add a level for things that are larger than any here."""

    def forward(
        self, results: list[torch.Tensor], inputs: list[torch.Tensor], names: list[str]
    ) -> tuple[list[torch.Tensor], list[str]]:
        return results, names
