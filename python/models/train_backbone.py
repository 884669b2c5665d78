# SPDX-License-Identifier: Apache-2.0
"""Trains the trunk on attributes and places of things, and exports its ResNet as the small backbone."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

import beside  # noqa: F401
from attributes import ATTRIBUTES, truth
from detection.small import WIDTHS
from frames import Footage, Normalization, test_footage, training_footage
from onnx_files import check_same, export, fuse, halve, preprocessor
from quality import record
from trunk import MAP_STRIDE, Trunk, map_loss, map_targets

HEIGHT = 160
WIDTH = 288
NORMALIZATION = Normalization((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
RESAMPLE = Image.Resampling.BICUBIC
EMBEDDING = WIDTHS[-1] * 4


class Classifier(nn.Module):
    """The trunk with one linear layer that names attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(EMBEDDING, len(ATTRIBUTES))

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        last, maps = self.trunk(pixels)
        pooled = torch.flatten(self.trunk.resnet.avgpool(last), 1)
        return self.head(self.drop(pooled)), maps


class Examples:
    """Small frames with their attributes and maps."""

    def __init__(self, footage: list[Footage], height: int = HEIGHT, width: int = WIDTH) -> None:
        self.frames = [frame for part in footage for frame in part.read()]
        self.pixels = np.concatenate([part.pixels(height, width, RESAMPLE) for part in footage])
        self.truth = torch.from_numpy(truth(self.frames)).float()
        self.maps = map_targets(self.frames, height // MAP_STRIDE, width // MAP_STRIDE)

    def __len__(self) -> int:
        return len(self.frames)

    def batch(self, indices: np.ndarray) -> torch.Tensor:
        """Normalized pixels of some frames."""
        return NORMALIZATION(torch.from_numpy(self.pixels[indices]))


def augmented(pixels: torch.Tensor, maps: torch.Tensor, dice: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Half of all batches mirrored; brightness and contrast moved a little."""
    if dice.random() < 0.5:
        pixels, maps = pixels.flip(3), maps.flip(3)
    gain = torch.from_numpy(dice.uniform(0.9, 1.1, (len(pixels), 1, 1, 1)).astype(np.float32))
    return pixels * gain + float(dice.uniform(-0.1, 0.1)), maps


def train(model: Classifier, examples: Examples, epochs: float, batch: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    steps = int(epochs * len(examples) / batch)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, steps, pct_start=0.15)
    order = np.concatenate([dice.permutation(len(examples)) for _ in range(int(np.ceil(epochs)) + 1)])
    began = time.time()
    model.train()
    for step in range(steps):
        indices = np.sort(order[step * batch : (step + 1) * batch])
        pixels, maps = augmented(examples.batch(indices), examples.maps[indices], dice)
        logits, found = model(pixels)
        loss_attributes = functional.binary_cross_entropy_with_logits(logits, examples.truth[indices])
        loss_maps = map_loss(found, maps)
        optimizer.zero_grad(set_to_none=True)
        (loss_attributes + 0.3 * loss_maps).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            print(
                f"step {step}/{steps} attributes {loss_attributes:.3f} maps {loss_maps:.3f} {time.time() - began:.0f}s",
                flush=True,
            )


@torch.no_grad()
def measure(model: Classifier, examples: Examples) -> dict[str, float]:
    """Average precision of each attribute that at least 8 of the frames have."""
    model.eval()
    scores = torch.cat([model(examples.batch(part))[0] for part in np.array_split(np.arange(len(examples)), 32)])
    wanted = examples.truth.numpy() > 0
    return {
        name: round(average_precision(scores[:, column].numpy(), wanted[:, column]), 3)
        for column, name in enumerate(ATTRIBUTES)
        if wanted[:, column].sum() >= 8
    }


def average_precision(scores: np.ndarray, wanted: np.ndarray) -> float:
    """Mean over the right ones of the precision at the rank of each."""
    right = wanted[np.argsort(-scores, kind="stable")]
    hits = np.cumsum(right)
    return float((hits / np.arange(1, len(right) + 1))[right].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the drawn frames and of the weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the models")
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--trained", action="store_true", help="measure and export the weights of an earlier run")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)

    model = Classifier().to(memory_format=torch.channels_last)
    weights = arguments.work / "backbone.pt"
    if not arguments.trained:
        train(model, Examples(training_footage(arguments.work)), arguments.epochs, arguments.batch, seed=1)
        torch.save(model.state_dict(), weights)
    model.load_state_dict(torch.load(weights))
    fuse(model)
    halve(model)
    test = Examples([test_footage(arguments.work)])
    precision = measure(model, test)
    folder = arguments.out / "backbone"
    backbone = model.trunk.resnet.eval().to(memory_format=torch.contiguous_format)
    example = test.batch(np.arange(2)).contiguous()
    export(backbone, {"pixel_values": example}, ["embedding"], folder / "model.onnx", {"pixel_values": {0: "batch"}})
    difference = check_same(backbone, {"pixel_values": example[:1]}, folder / "model.onnx")
    config = preprocessor(HEIGHT, WIDTH, RESAMPLE, NORMALIZATION)
    (folder / "preprocessor_config.json").write_text(json.dumps(config, indent=2) + "\n")
    record(
        arguments.out,
        "backbone",
        {
            "average_precision": precision,
            "mean_average_precision": round(float(np.mean(list(precision.values()))), 3),
            "largest_difference_to_pytorch": difference,
            "test_frames": len(test),
        },
    )


if __name__ == "__main__":
    main()
