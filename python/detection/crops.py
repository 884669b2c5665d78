# SPDX-License-Identifier: Apache-2.0
"""Batches as the model learns from them: labelled for its classes, cut around things, half of them mirrored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from detection.boxes import cut, mirrored
from detection.classes import Classes
from joust_torch.collate import Target

AROUND_THINGS_SHARE = 0.8


@dataclass(frozen=True)
class Examples:
    """Makes the examples of a step from its samples; the same for the same seed and step, whatever loads them.

    `crop` is (width, height) in pixels, None for whole frames.
    """

    classes: Classes
    crop: tuple[int, int] | None
    seed: int

    def of(
        self, step: int, images: list[torch.Tensor], targets: list[Target]
    ) -> tuple[list[torch.Tensor], list[Target]]:
        """Values from 0 to 1 as `[3, height, width]`, and targets of boxes and labels alone."""
        dice = np.random.default_rng([self.seed & 0xFFFFFFFF, step])
        examples = [self._example(dice, image, target) for image, target in zip(images, targets, strict=True)]
        return [image for image, _ in examples], [target for _, target in examples]

    def _example(self, dice: np.random.Generator, image: torch.Tensor, target: Target) -> tuple[torch.Tensor, Target]:
        labelled = self.classes.labelled(target)
        boxes, labels = labelled["boxes"], labelled["labels"]
        if self.crop is not None:
            image, boxes, labels = _cut(dice, image, boxes, labels, self.crop)
        if dice.random() < 0.5:
            image = image.flip(2)
            boxes = mirrored(boxes, image.shape[2])
        return image, {"boxes": boxes, "labels": labels}


def _cut(
    dice: np.random.Generator, image: torch.Tensor, boxes: torch.Tensor, labels: torch.Tensor, size: tuple[int, int]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width, height = min(size[0], image.shape[2]), min(size[1], image.shape[1])
    most = np.array([image.shape[2] - width, image.shape[1] - height])
    corner = dice.uniform(0, 1, 2) * most
    if len(boxes) and dice.random() < AROUND_THINGS_SHARE:
        x1, y1, x2, y2 = boxes[dice.choice(len(boxes), p=_rarity(labels))].tolist()
        middle = np.array([x1 + x2, y1 + y2]) / 2
        corner = np.clip(middle - dice.uniform(0.1, 0.9, 2) * [width, height], 0, most)
    left, top = int(corner[0]), int(corner[1])
    seen, kept = cut(boxes, left, top, width, height)
    return image[:, top : top + height, left : left + width], seen[kept], labels[kept]


def _rarity(labels: torch.Tensor) -> Any:
    """Each class that a frame shows is looked at as often as the others, however many of its things there are."""
    numbers = labels.numpy()
    _, inverse, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    shares = 1.0 / counts[inverse]
    return shares / shares.sum()
