# SPDX-License-Identifier: Apache-2.0
"""Boxes and labels as torchvision's detection models take them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import torch

from joust_torch.errors import BadRowError, InvalidRequestError
from joust_torch.names import quoted

#: The categories of BDD100K, from label 1 on: 0 is the background.
BDD100K_CLASSES = (
    "person",
    "rider",
    "car",
    "truck",
    "bus",
    "train",
    "motorcycle",
    "bicycle",
    "traffic light",
    "traffic sign",
    "other person",
    "other vehicle",
    "trailer",
)


def class_map(classes: Sequence[str] | Mapping[str, int]) -> dict[str, int]:
    """Return which label each category has: those of a list count from 1."""
    if isinstance(classes, Mapping):
        mapped = dict(classes)
    else:
        mapped = {name: label for label, name in enumerate(classes, start=1)}
        if len(mapped) != len(classes):
            raise InvalidRequestError(f"Cannot use the classes {quoted(classes)}: one is there twice; name each once")
    if any(label < 1 for label in mapped.values()):
        raise InvalidRequestError(
            f"Cannot use the classes {quoted(mapped)}: a label is below 1; count from 1, as 0 is the background"
        )
    return mapped


@dataclass(frozen=True)
class Annotations:
    """Which columns hold boxes and categories, and which label a category has."""

    table: str
    boxes: str
    labels: str
    classes: Mapping[str, int]
    skips_other: bool

    @property
    def columns(self) -> list[str]:
        """The columns that it reads."""
        return [self.boxes, self.labels]

    def targets(self, rows: pa.Table, row_ids: list[int]) -> list[dict[str, Any]]:
        """Return the boxes and labels of rows; NULL is no object. Boxes without area are left out."""
        boxes = _lists(rows[self.boxes])
        labels = _lists(rows[self.labels])
        targets = []
        for row_id, row_boxes, row_labels in zip(row_ids, boxes, labels, strict=True):
            if len(row_boxes) != len(row_labels):
                raise BadRowError(
                    f"Cannot load row {row_id} of table '{self.table}': it has {len(row_boxes)} boxes in '{self.boxes}'"
                    f" and {len(row_labels)} labels in '{self.labels}'; correct the row"
                )
            targets.append(self._target(row_id, row_boxes, row_labels))
        return targets

    def _target(self, row_id: int, boxes: list[Any], labels: list[Any]) -> dict[str, Any]:
        kept_boxes, kept_labels = [], []
        for box, category in zip(boxes, labels, strict=True):
            label = self._label(row_id, category)
            if box is None or len(box) != 4 or None in box:
                raise BadRowError(
                    f"Cannot load row {row_id} of table '{self.table}': a box in '{self.boxes}' is {box}, not"
                    " [x1, y1, x2, y2]; correct the row"
                )
            if label is not None and box[2] > box[0] and box[3] > box[1]:
                kept_boxes.append(box)
                kept_labels.append(label)
        array = np.array(kept_boxes, dtype=np.float32).reshape(-1, 4)
        return {
            "boxes": torch.from_numpy(array),
            "labels": torch.tensor(kept_labels, dtype=torch.int64),
            "image_id": row_id,
        }

    def _label(self, row_id: int, category: Any) -> int | None:
        if isinstance(category, int):
            return category
        label = self.classes.get(category)
        if label is None and not self.skips_other:
            raise BadRowError(
                f"Cannot load row {row_id} of table '{self.table}': its category '{category}' is not among the classes"
                f" {quoted(self.classes)}; add it to classes, or leave such objects out with others='skip'"
            )
        return label


def _lists(column: pa.ChunkedArray) -> list[list[Any]]:
    return [items or [] for items in column.to_pylist()]
