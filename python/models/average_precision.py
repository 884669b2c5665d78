# SPDX-License-Identifier: Apache-2.0
"""AP@0.5 per class by pycocotools, over detections and labelled boxes in pixels of the whole frame."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

Found = Sequence[np.ndarray]
Wanted = tuple[np.ndarray, np.ndarray]


def average_precisions(found: Sequence[Found], wanted: Sequence[Wanted], labels: Sequence[str]) -> dict:
    """AP@0.5 of each class over all boxes, and the same over boxes of at least 256 square pixels."""
    truth = COCO()
    annotations = []
    for image, (boxes, numbers) in enumerate(wanted):
        for box, number in zip(boxes, numbers, strict=True):
            annotations.append(_entry(image, box, number) | {"id": len(annotations) + 1, "iscrowd": 0})
    truth.dataset = {
        "images": [{"id": image} for image in range(len(wanted))],
        "annotations": annotations,
        "categories": [{"id": number, "name": name} for number, name in enumerate(labels) if number],
    }
    detections = [
        _entry(image, box, number) | {"score": float(score)}
        for image, (boxes, numbers, scores) in enumerate(found)
        for box, number, score in zip(boxes, numbers, scores, strict=True)
    ]
    with contextlib.redirect_stdout(io.StringIO()):
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(detections), "bbox")
        evaluation.params.iouThrs = np.array([0.5])
        evaluation.params.areaRng = [[0, 1e10], [256, 1e10]]
        evaluation.params.areaRngLbl = ["all", "not tiny"]
        evaluation.evaluate()
        evaluation.accumulate()
    # precision is [overlaps, recalls, classes, areas, most detections]; -1 where a class has no box.
    precision = evaluation.eval["precision"][0, :, :, :, -1].mean(0)
    named = list(enumerate(labels))[1:]
    result = {}
    for column, key in enumerate(("ap50", "ap50_boxes_of_256_square_pixels_or_more")):
        values = {name: float(precision[number - 1, column]) for number, name in named}
        result[key] = {name: round(value, 3) for name, value in values.items() if value >= 0}
        result[f"mean_{key}"] = round(float(np.mean([value for value in values.values() if value >= 0])), 3)
    counts = {name: sum(int((numbers == number).sum()) for _, numbers in wanted) for number, name in named}
    return result | {"boxes": counts}


def _entry(image: int, box: np.ndarray, number: int) -> dict:
    x1, y1, x2, y2 = (float(value) for value in box)
    return {
        "image_id": image,
        "category_id": int(number),
        "bbox": [x1, y1, x2 - x1, y2 - y1],
        "area": (x2 - x1) * (y2 - y1),
    }
