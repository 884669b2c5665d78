# SPDX-License-Identifier: Apache-2.0
"""Which classes a detector knows, and how those of BDD100K and of COCO are compared."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torchvision.ops import batched_nms

from joust_torch import BDD100K_CLASSES
from joust_torch.collate import Target

# BDD100K's benchmark of detection leaves out the last of its categories, which are hardly ever labelled.
_DETECTED = 10

#: Of COCO's classes those that occur on a road, by torchvision's labels.
COCO_LABELS = {
    1: "person",
    2: "bicycle",
    3: "car",
    4: "motorcycle",
    6: "bus",
    7: "train",
    8: "truck",
    10: "traffic light",
}

#: What is compared: COCO has no riders, so that a rider is found by whatever finds a person there. COCO has no signs.
COMPARED = ("person or rider", "bicycle", "motorcycle", "car", "truck", "bus", "train", "traffic light")
_COMPARED_AS = {"person": COMPARED[0], "rider": COMPARED[0]} | {name: name for name in COMPARED[1:]}

# A rider of BDD100K is one box around person and machine. COCO has two, which overlap: in shares of that box's height.
PERSON_SHARE = 0.85
MACHINE_SHARE = 0.58
# People are narrower than bicycles from the side: the person's width is at most this share of the box's height.
PERSON_WIDTH_SHARE = 0.45


@dataclass(frozen=True)
class Classes:
    """The names of a detector's classes from label 1 on, and whether riders are labelled as COCO would."""

    name: str
    names: tuple[str, ...]

    @staticmethod
    def of(name: str) -> Classes:
        """BDD100K's classes (`bdd`), or those of them that COCO has (`coco`)."""
        if name == "bdd":
            return Classes(name, BDD100K_CLASSES[:_DETECTED])
        if name == "coco":
            # In the order of BDD100K's: a detector of one is turned into one of the other by names.
            return Classes(name, tuple(known for known in BDD100K_CLASSES if known in COCO_LABELS.values()))
        raise ValueError(f"Cannot label as '{name}': the classes are 'bdd' or 'coco'; choose one of these")

    def labelled(self, target: Target) -> Target:
        """A target with BDD100K's labels, as these classes label it: boxes `[n, 4]`, labels `[n]`."""
        boxes, labels = [], []
        for box, number in zip(target["boxes"].tolist(), target["labels"].tolist(), strict=True):
            name = BDD100K_CLASSES[number - 1]
            if name in self.names:
                boxes.append(box)
                labels.append(self.names.index(name) + 1)
            elif name == "rider":
                for part, of_part in zip(("person", "bicycle"), rider_parts(box), strict=True):
                    boxes.append(of_part)
                    labels.append(self.names.index(part) + 1)
        return target | {
            "boxes": torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4),
            "labels": torch.tensor(labels, dtype=torch.int64),
        }


def rider_parts(box: list[float]) -> tuple[list[float], list[float]]:
    """The boxes of the person and of the bicycle that COCO would have in place of a rider's, `[x1, y1, x2, y2]`."""
    x1, y1, x2, y2 = box
    height = y2 - y1
    half = min(x2 - x1, PERSON_WIDTH_SHARE * height) / 2
    middle = (x1 + x2) / 2
    return [middle - half, y1, middle + half, y1 + PERSON_SHARE * height], [x1, y2 - MACHINE_SHARE * height, x2, y2]


@dataclass(frozen=True)
class Found:
    """Boxes `[n, 4]` in pixels, labels `[n]` from 1 on into `COMPARED`, scores `[n]`."""

    boxes: torch.Tensor
    labels: torch.Tensor
    scores: torch.Tensor


def compared(boxes: torch.Tensor, names: list[str], scores: torch.Tensor) -> Found:
    """Keep what is compared; where a person and a rider are found in one place, only the surer one."""
    kept = [index for index, name in enumerate(names) if name in _COMPARED_AS]
    labels = torch.tensor([COMPARED.index(_COMPARED_AS[names[index]]) + 1 for index in kept], dtype=torch.int64)
    boxes, scores = boxes[kept], scores[kept]
    alone = batched_nms(boxes, scores, labels, 0.5)
    return Found(boxes[alone], labels[alone], scores[alone])


def compared_label(name: str) -> int | None:
    """The label in `COMPARED` of a class of BDD100K, None where it is not compared."""
    as_name = _COMPARED_AS.get(name)
    return None if as_name is None else COMPARED.index(as_name) + 1
