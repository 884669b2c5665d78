# SPDX-License-Identifier: Apache-2.0
"""Average precision and recall at an overlap of one half, as pycocotools computes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from detection import coco
from detection.classes import COMPARED, Found, compared_label
from detection.truths import Truth

SURE_SCORE = 0.5


@dataclass(frozen=True)
class Measures:
    """How well one detector does on one view.

    `average_precision` is by class of `COMPARED`, of those that the view shows; `recall` is the share of the boxes of
    the sought class that are found with a score of at least `SURE_SCORE`, None where there are none.
    """

    average_precision: dict[str, float]
    recall: float | None
    sought_boxes: int
    recall_of_frames: list[tuple[int, int]]

    @property
    def mean_average_precision(self) -> float | None:
        """Over the classes that the view shows, None where it shows none."""
        precisions = list(self.average_precision.values())
        return float(np.mean(precisions)) if precisions else None


def measure(found: Sequence[Found], truths: Sequence[Truth], sought: str) -> Measures:
    """Compares what was found in each frame with what is labelled there."""
    truth = _truth(truths)
    precision = coco.average_precisions(_evaluated(truth, found, 0.0))[:, 0]
    by_class = {name: float(value) for name, value in zip(COMPARED, precision, strict=True) if value >= 0}
    hits = _hits(_evaluated(truth, found, SURE_SCORE), truths, sought)
    wanted = sum(total for _, total in hits)
    right = sum(seen for seen, _ in hits)
    return Measures(by_class, right / wanted if wanted else None, wanted, hits)


def _truth(truths: Sequence[Truth]) -> COCO:
    annotations: list[dict[str, Any]] = []
    for image, one in enumerate(truths):
        for place, (box, name) in enumerate(zip(one.boxes.tolist(), one.names, strict=True)):
            label = compared_label(name)
            if label is not None:
                annotations.append(coco.entry(image, box, label) | {"place": place})
        for box, name in one.unclear:
            annotations.append(coco.entry(image, box, COMPARED.index(name) + 1) | {"iscrowd": 1})
    return coco.truth(len(truths), COMPARED, annotations)


def _evaluated(truth: COCO, found: Sequence[Found], least_score: float) -> COCOeval:
    detections = [
        coco.entry(image, box, label) | {"score": score}
        for image, one in enumerate(found)
        for box, label, score in zip(one.boxes.tolist(), one.labels.tolist(), one.scores.tolist(), strict=True)
        if score >= least_score
    ]
    return coco.evaluated(truth, detections)


def _hits(evaluation: COCOeval, truths: Sequence[Truth], sought: str) -> list[tuple[int, int]]:
    """Of each frame how many boxes of the sought class were found, and how many there are."""
    wanted = {
        annotation["id"]
        for annotation in evaluation.cocoGt.dataset["annotations"]
        if "place" in annotation and truths[annotation["image_id"]].names[annotation["place"]] == sought
    }
    hits = [(0, 0)] * len(truths)
    for one in evaluation.evalImgs:
        if one is None or one["category_id"] != compared_label(sought):
            continue
        for gt, match in zip(one["gtIds"], one["gtMatches"][0], strict=True):
            if gt in wanted:
                seen, total = hits[one["image_id"]]
                hits[one["image_id"]] = (seen + int(match > 0), total + 1)
    return hits
