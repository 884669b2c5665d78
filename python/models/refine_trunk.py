# SPDX-License-Identifier: Apache-2.0
"""Trains the trunk on, for the CLIP pair: every kind of thing counts alike on its map, rare things come more often."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from frames import Frame, training_footage
from train_backbone import Classifier, Examples, augmented
from trunk import even_map_loss

WANTED = {
    "person": 1.0,
    "rider": 2.0,
    "bicycle": 2.0,
    "motorcycle": 2.0,
    "bus": 0.7,
    "train": 3.0,
    "traffic light": 0.3,
}


def shares(frames: list[Frame]) -> np.ndarray:
    """How often each frame comes, as a share of all."""
    weights = [
        0.7 + sum(WANTED.get(name, 0) for name in {thing.category for thing in frame.things}) for frame in frames
    ]
    return np.array(weights) / sum(weights)


def refine(model: nn.Module, examples: Examples, steps: int, batch: int, seed: int, rate: float = 1.5e-3) -> None:
    dice = np.random.default_rng(seed)
    often = shares(examples.frames)
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.1)
    began = time.time()
    model.train()
    for step in range(steps):
        indices = np.sort(dice.choice(len(examples), batch, replace=False, p=often))
        pixels, maps = augmented(examples.batch(indices), examples.maps[indices], dice)
        logits, found = model(pixels)
        attributes = functional.binary_cross_entropy_with_logits(logits, examples.truth[indices])
        places = even_map_loss(found, maps)
        optimizer.zero_grad(set_to_none=True)
        (attributes + places).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        if step % 20 == 0:
            print(
                f"step {step}/{steps} attributes {attributes:.3f} maps {places:.3f} {time.time() - began:.0f}s",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the drawn frames and of the weights")
    parser.add_argument("--steps", type=int, default=400)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(4)
    model = Classifier().to(memory_format=torch.channels_last)
    model.load_state_dict(torch.load(arguments.work / "backbone.pt"))
    refine(model, Examples(training_footage(arguments.work)), arguments.steps, batch=32, seed=4)
    torch.save(model.state_dict(), arguments.work / "trunk.pt")


if __name__ == "__main__":
    main()
