# SPDX-License-Identifier: Apache-2.0
"""Runs detectors over views of a lake and keeps what each of them found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch

from detection.classes import Found, compared
from detection.detectors import Detector
from detection.truths import Truth
from joust_torch import BDD100K_CLASSES, JoustDataset, data_loader
from joust_torch.collate import Target


@dataclass(frozen=True)
class Seen:
    """One view as one detector saw it; row ids and boxes in pixels of the stored frames."""

    version: int
    row_ids: list[int]
    truths: list[Truth]
    found: list[Found]


@torch.no_grad()
def look(
    detector: Detector,
    lake: Path,
    view: str,
    version: int | None,
    limit: int | None,
    workers: int,
    device: torch.device,
) -> Seen:
    """Finds things in the first `limit` labelled frames of a version of a view, the newest for None."""
    dataset = JoustDataset(
        lake, view, version=version, size=detector.size, others="skip", nulls="skip", columns=["width", "height"]
    )
    model = detector.model.to(device).eval()
    seen = Seen(dataset.version, [], [], [])
    for image, target in _first(dataset, limit, workers):
        output = {key: value.cpu() for key, value in model([image.to(device)])[0].items()}
        scale = torch.tensor([target["width"] / image.shape[2], target["height"] / image.shape[1]]).repeat(2)
        labels = output["labels"].tolist()
        known = [place for place, label in enumerate(labels) if detector.names[label] is not None]
        names = [str(detector.names[labels[place]]) for place in known]
        seen.found.append(compared(output["boxes"][known] * scale, names, output["scores"][known]))
        labelled = [BDD100K_CLASSES[label - 1] for label in target["labels"].tolist()]
        seen.truths.append(Truth.of(target["boxes"] * scale, labelled))
        seen.row_ids.append(target["image_id"])
    return seen


def _first(dataset: JoustDataset, limit: int | None, workers: int) -> Iterator[tuple[torch.Tensor, Target]]:
    left = len(dataset) if limit is None else min(limit, len(dataset))
    loader = data_loader(dataset, batch_size=min(4, left), num_workers=workers)
    for images, targets in loader:
        for image, target in zip(images, targets, strict=True):
            if left == 0:
                return
            left -= 1
            yield image, target
