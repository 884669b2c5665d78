# SPDX-License-Identifier: Apache-2.0
"""What is labelled in frames: as BDD100K does it, or as COCO would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from detection.classes import COCO_LABELS, Found, compared, rider_parts

Box = list[float]


@dataclass(frozen=True)
class Truth:
    """Boxes `[n, 4]` in pixels, and their classes in BDD100K's words.

    `unclear` are places of which nobody knows whether there is such a thing: finding one there is neither right nor
    wrong.
    """

    boxes: torch.Tensor
    names: list[str]
    unclear: Sequence[tuple[Box, str]] = ()

    @staticmethod
    def of(boxes: torch.Tensor, names: list[str]) -> Truth:
        """BDD100K has one box around a rider and the machine below, which is not labelled itself."""
        riders = [box for box, name in zip(boxes.tolist(), names, strict=True) if name == "rider"]
        return Truth(boxes, names, [(box, machine) for box in riders for machine in ("bicycle", "motorcycle")])

    def as_coco(self) -> Truth:
        """The same frame as a model was taught that knows a rider as person and bicycle.

        The person is still called a rider here. Whether the machine is a motorcycle, no label says.
        """
        boxes: list[Box] = []
        names: list[str] = []
        unclear: list[tuple[Box, str]] = []
        for box, name in zip(self.boxes.tolist(), self.names, strict=True):
            if name == "rider":
                person, machine = rider_parts(box)
                boxes += [person, machine]
                names += ["rider", "bicycle"]
                unclear.append((box, "motorcycle"))
            elif name in COCO_LABELS.values():
                boxes.append(box)
                names.append(name)
        return Truth(torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4), names, unclear)

    def all_found(self) -> Found:
        """What a detector would find that knows these labels by heart."""
        return compared(self.boxes, self.names, torch.ones(len(self.names)))
