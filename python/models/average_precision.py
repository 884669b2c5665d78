# SPDX-License-Identifier: Apache-2.0
"""AP@0.5 per class by pycocotools, over detections and labelled boxes in pixels of the whole frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

import beside  # noqa: F401
from detection import coco

Found = Sequence[np.ndarray]
Wanted = tuple[np.ndarray, np.ndarray]

AREAS = {**coco.ALL, "not tiny": (256.0, 1e10)}


def average_precisions(found: Sequence[Found], wanted: Sequence[Wanted], labels: Sequence[str]) -> dict:
    """AP@0.5 of each class over all boxes, and the same over boxes of at least 256 square pixels."""
    annotations = [
        coco.entry(image, box, number)
        for image, (boxes, numbers) in enumerate(wanted)
        for box, number in zip(boxes, numbers, strict=True)
    ]
    detections = [
        coco.entry(image, box, number) | {"score": float(score)}
        for image, (boxes, numbers, scores) in enumerate(found)
        for box, number, score in zip(boxes, numbers, scores, strict=True)
    ]
    truth = coco.truth(len(wanted), labels[1:], annotations)
    precision = coco.average_precisions(coco.evaluated(truth, detections, AREAS))
    named = list(enumerate(labels))[1:]
    result = {}
    for column, key in enumerate(("ap50", "ap50_boxes_of_256_square_pixels_or_more")):
        values = {name: float(precision[number - 1, column]) for number, name in named}
        result[key] = {name: round(value, 3) for name, value in values.items() if value >= 0}
        result[f"mean_{key}"] = round(float(np.mean([value for value in values.values() if value >= 0])), 3)
    counts = {name: sum(int((numbers == number).sum()) for _, numbers in wanted) for number, name in named}
    return result | {"boxes": counts}
