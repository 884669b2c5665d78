# SPDX-License-Identifier: Apache-2.0
"""torchvision's ResNet-18 with a quarter of its width, and maps of where things are beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import beside  # noqa: F401
from detection.small import WIDTHS, narrow_resnet18
from frames import FRAME_HEIGHT, FRAME_WIDTH, Frame

MAP_STRIDE = 8
MAP_CHANNELS = 48
# People and riders are split by height in pixels of the whole frame: what is near looks unlike what is far.
MAPS = (
    "person small",
    "person middle",
    "person large",
    "rider small",
    "rider large",
    "bicycle",
    "motorcycle",
    "car",
    "truck",
    "bus",
    "train",
    "traffic light",
    "traffic sign",
)


class Trunk(nn.Module):
    """The narrow ResNet with features at an eighth of the size, which keep small things apart."""

    def __init__(self) -> None:
        super().__init__()
        self.resnet = narrow_resnet18()
        self.deep = nn.Conv2d(WIDTHS[2], MAP_CHANNELS, 1)
        self.fine = nn.Sequential(
            nn.Conv2d(WIDTHS[1], MAP_CHANNELS, 3, padding=1, bias=False), nn.BatchNorm2d(MAP_CHANNELS)
        )
        self.maps = nn.Conv2d(MAP_CHANNELS, len(MAPS), 1)
        nn.init.constant_(self.maps.bias, -3.0)

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Features [batch, 128, h/32, w/32] and maps as logits [batch, maps, h/8, w/8]."""
        net = self.resnet
        stem = net.layer1(net.maxpool(net.relu(net.bn1(net.conv1(pixels)))))
        eighth = net.layer2(stem)
        sixteenth = net.layer3(eighth)
        last = net.layer4(sixteenth)
        deep = functional.interpolate(self.deep(sixteenth), size=eighth.shape[-2:], mode="nearest")
        return last, self.maps(functional.relu(self.fine(eighth) + deep))


def map_targets(frames: Sequence[Frame], height: int, width: int) -> torch.Tensor:
    """Uint8 [frames, maps, height, width]: 1 in the cells around the centre of each thing's box."""
    targets = np.zeros((len(frames), len(MAPS), height, width), np.uint8)
    for index, frame in enumerate(frames):
        for thing in frame.things:
            name = _map_of(thing.category, thing.height)
            if name is None:
                continue
            x1, y1, x2, y2 = thing.box
            across, down = width / FRAME_WIDTH, height / FRAME_HEIGHT
            centre_x, centre_y = (x1 + x2) / 2 * across, (y1 + y2) / 2 * down
            half_x, half_y = (x2 - x1) * across * 0.2, (y2 - y1) * down * 0.2
            left, right = _span(centre_x, half_x, width)
            top, bottom = _span(centre_y, half_y, height)
            targets[index, MAPS.index(name), top:bottom, left:right] = 1
    return torch.from_numpy(targets)


def _map_of(category: str, pixels: float) -> str | None:
    if category == "person":
        return f"person {'small' if pixels < 60 else 'middle' if pixels < 160 else 'large'}"
    if category == "rider":
        return f"rider {'small' if pixels < 100 else 'large'}"
    return category if category in MAPS else None


def _span(centre: float, half: float, cells: int) -> tuple[int, int]:
    first = max(0, min(cells - 1, int(centre - half)))
    last = max(first, min(cells - 1, int(centre + half)))
    return first, last + 1


def map_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Focal loss, divided by the number of cells that hold something."""
    wanted = targets.float()
    entropy = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    probability = torch.sigmoid(logits)
    missed = torch.where(wanted > 0, 1 - probability, probability)
    weight = torch.where(wanted > 0, 0.6, 0.4)
    return (weight * missed.square() * entropy).sum() / wanted.sum().clamp(min=1)


def even_map_loss(logits: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Focal loss in which every map counts alike, however many cells its things cover."""
    wanted = targets.float()
    entropy = functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
    probability = torch.sigmoid(logits)
    missed = torch.where(wanted > 0, 1 - probability, probability)
    weight = torch.where(wanted > 0, 0.7, 0.3)
    each = (weight * missed.square() * entropy).sum((0, 2, 3))
    return (each / wanted.sum((0, 2, 3)).clamp(min=4)).mean()
