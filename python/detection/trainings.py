# SPDX-License-Identifier: Apache-2.0
"""Trainings before their first step: new ones, and those that a file of weights describes."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from detection.classes import Classes
from detection.detectors import Detector, load_detector, new_detector, read_weights, sha256, with_classes
from detection.options import device
from detection.settings import Settings


@dataclass(frozen=True)
class Training:
    """What is read, by which settings, and from where the detector begins.

    `start` names the file of weights it begins with, None for random ones; `losses` are those of the first time.
    """

    plan: dict[str, Any]
    settings: Settings
    detector: Detector
    start: dict[str, str] | None
    losses: list[float] | None = None

    @staticmethod
    def new(asked: argparse.Namespace, plan: dict[str, Any]) -> Training:
        """A training that options describe."""
        start = None if asked.start is None else _named(asked.start)
        detector = _detector(asked.backbone, asked.classes or "bdd", start, plan["seed"])
        rows = sum(view["rows"] for view in plan["views"])
        return Training(plan, Settings.of(asked, detector.backbone, rows), detector, start)

    @staticmethod
    def again(file: Path, start: Path | None, on: torch.device | None) -> Training:
        """The training of a file of weights; `start` and `on` say where they are now, None where they were."""
        stored = read_weights(file)
        if "record" not in stored:
            raise ValueError(f"Cannot run '{file}' again: it does not say what it was trained on; give another file")
        settings = Settings.stored(stored["settings"], file)
        try:
            settings = settings.on(on or device(settings.device))
        except argparse.ArgumentTypeError as e:
            raise ValueError(f"Cannot run '{file}' again: {e}; name another with --device") from e
        first = stored["start"]
        if first is None and start is not None:
            raise ValueError(f"Cannot run '{file}' again: it began with random weights; leave --start out")
        if first is not None:
            now = _named(start or Path(first["file"]))
            if now["sha256"] != first["sha256"]:
                raise ValueError(
                    f"Cannot run '{file}' again: '{now['file']}' is not the file of weights that it began with; name"
                    " that with --start"
                )
            first = now
        detector = _detector(stored["backbone"], stored["classes"], first, settings.seed)
        return Training(stored["record"], settings, detector, first, stored["losses"])


def _named(file: Path) -> dict[str, str]:
    return {"file": str(file.resolve()), "sha256": sha256(file)}


def _detector(backbone: str | None, classes: str, start: dict[str, str] | None, seed: int) -> Detector:
    torch.manual_seed(seed)
    if start is None:
        return new_detector(backbone or "small", Classes.of(classes))
    detector = load_detector(Path(start["file"]))
    if backbone not in (None, detector.backbone):
        raise ValueError(
            f"Cannot begin with '{start['file']}': its backbone is {detector.backbone} and not {backbone}; leave"
            " --backbone out"
        )
    return with_classes(detector, Classes.of(classes))
