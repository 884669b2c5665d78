# SPDX-License-Identifier: Apache-2.0
"""Evaluations by pycocotools at an overlap of one half."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

OVERLAP = 0.5
ALL = {"all": (0.0, 1e10)}


def truth(images: int, names: Sequence[str], annotations: Sequence[dict[str, Any]]) -> COCO:
    """What is labelled in images 0 and on: entries, whose categories are the names from 1 on.

    Where an entry has `iscrowd` 1, finding something half inside it or more is neither right nor wrong.
    """
    coco = COCO()
    coco.dataset = {
        "info": {},
        "images": [{"id": image} for image in range(images)],
        "annotations": [{"iscrowd": 0} | one | {"id": number} for number, one in enumerate(annotations, start=1)],
        "categories": [{"id": label, "name": name} for label, name in enumerate(names, start=1)],
    }
    with contextlib.redirect_stdout(io.StringIO()):
        coco.createIndex()
    return coco


def evaluated(
    labelled: COCO, detections: list[dict[str, Any]], areas: Mapping[str, tuple[float, float]] = ALL
) -> COCOeval:
    """Compares detections, entries with a `score`, with what is labelled; areas are ranges in square pixels."""
    with contextlib.redirect_stdout(io.StringIO()):
        evaluation = COCOeval(labelled, labelled.loadRes(detections) if detections else COCO(), "bbox")
        evaluation.params.iouThrs = np.array([OVERLAP])
        evaluation.params.areaRng = [list(area) for area in areas.values()]
        evaluation.params.areaRngLbl = list(areas)
        evaluation.evaluate()
        evaluation.accumulate()
    return evaluation


def average_precisions(evaluation: COCOeval) -> Any:
    """Of each class and area `[classes, areas]`; below 0 where a class has no box."""
    # precision is [overlaps, recalls, classes, areas, most detections].
    return evaluation.eval["precision"][0, :, :, :, -1].mean(0)


def entry(image: int, box: Sequence[float], label: int) -> dict[str, Any]:
    """One box `[x1, y1, x2, y2]` of an image, as pycocotools takes it."""
    x1, y1, x2, y2 = (float(value) for value in box)
    width, height = x2 - x1, y2 - y1
    return {"image_id": image, "category_id": int(label), "bbox": [x1, y1, width, height], "area": width * height}
