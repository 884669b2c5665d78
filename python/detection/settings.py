# SPDX-License-Identifier: Apache-2.0
"""How a training runs: what is asked for, what a backbone usually takes, and what a file of weights keeps of it."""

from __future__ import annotations

import argparse
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import torch

from detection.options import found_device

DEFAULTS: dict[str, dict[str, Any]] = {
    "small": {"batch": 8, "rate": 1.5e-3, "crop": (352, 224), "epochs": 4},
    "resnet50": {"batch": 64, "rate": 2e-4, "crop": None, "epochs": 10},
}


@dataclass(frozen=True)
class Settings:
    """All of it is in the file of weights, so that the training can be run again."""

    steps: int
    batch: int
    rate: float
    crop: tuple[int, int] | None
    seed: int
    workers: int
    threads: int
    device: str

    @property
    def amp(self) -> bool:
        """Whether numbers of half the size are used, which only GPUs do faster."""
        return torch.device(self.device).type == "cuda"

    @staticmethod
    def of(asked: argparse.Namespace, backbone: str, rows: int) -> Settings:
        """What is asked for; what is not is as usual for the backbone, with so many rows in an epoch."""
        usual = DEFAULTS[backbone]
        batch = asked.batch or usual["batch"]
        workers = 1 if asked.workers is None else asked.workers
        return Settings(
            steps=asked.steps or (asked.epochs or usual["epochs"]) * -(-rows // batch),
            batch=batch,
            rate=asked.rate or usual["rate"],
            crop=None if asked.crop == "none" else asked.crop or usual["crop"],
            seed=asked.seed or 0,
            workers=workers,
            threads=asked.threads or max(1, (os.cpu_count() or 1) - workers),
            device=str(asked.device or found_device()),
        )

    @staticmethod
    def stored(values: dict[str, Any], file: Path) -> Settings:
        """Those that a file of weights keeps."""
        if set(values) != {field.name for field in fields(Settings)}:
            raise ValueError(
                f"Cannot run '{file}' again: it was written by another version of this program; use that one"
            )
        return Settings(**values)

    def on(self, device: torch.device) -> Settings:
        """The same on another device."""
        return replace(self, device=str(device))

    def kept(self) -> dict[str, Any]:
        """For a file of weights."""
        return asdict(self)
