# SPDX-License-Identifier: Apache-2.0
"""Trains the small Faster R-CNN on crops of synthetic frames, starting from the trunk, measures and exports it."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torchvision.models.detection import FasterRCNN

import beside  # noqa: F401
from average_precision import average_precisions
from detection.boxes import cut, mirrored
from detection.small import LONG_SIDE, SHORT_SIDE
from detector_model import LABELS, OneImage, export_detector, small_detector
from frames import FRAME_WIDTH, Frame, test_footage, training_footage
from onnx_files import fuse, halve, session
from quality import record
from train_backbone import NORMALIZATION, Classifier

CROP_HEIGHT = 224
CROP_WIDTH = 352
RARE = {"person": 1.0, "rider": 2.0, "bicycle": 6.0, "motorcycle": 10.0, "train": 3.0, "bus": 0.5, "traffic light": 0.5}


def reduced(frame: Frame) -> np.ndarray:
    """The frame at half its size: what the detector's own bilinear reduction gives, to a rounding."""
    with Image.open(frame.path) as image:
        return np.asarray(image.convert("RGB").reduce(FRAME_WIDTH // LONG_SIDE))


def boxes_of(frame: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Float [n, 4] in pixels of the reduced frame, and labels [n]."""
    things = [thing for thing in frame.things if thing.category in LABELS]
    boxes = np.array([thing.box for thing in things], np.float32).reshape(-1, 4) * LONG_SIDE / FRAME_WIDTH
    return boxes, np.array([LABELS.index(thing.category) for thing in things], np.int64)


class Crops:
    """Crops of frames with their boxes; half are mirrored, most hold one of the things that matter.

    Where it is given what is `sought`, a crop is put around things in proportion to how much they are.
    """

    def __init__(self, frames: Sequence[Frame], seed: int, sought: Mapping[str, float] | None = None) -> None:
        self.frames = frames
        self.sought = sought
        rare = RARE if sought is None else sought
        self.dice = np.random.default_rng(seed)
        weights = np.array(
            [0.3 + sum(rare.get(name, 0) for name in {thing.category for thing in frame.things}) for frame in frames]
        )
        self.shares = weights / weights.sum()

    def plan(self, count: int) -> list[tuple[Frame, int, Mapping[str, float] | None]]:
        """Frames with a seed for each crop, and what is sought."""
        chosen = self.dice.choice(len(self.frames), count, p=self.shares)
        return [(self.frames[index], int(self.dice.integers(2**31)), self.sought) for index in chosen]


def crop(
    frame: Frame, seed: int, sought: Mapping[str, float] | None = None
) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
    """Values from 0 to 1 as [3, CROP_HEIGHT, CROP_WIDTH], and torchvision's target."""
    dice = np.random.default_rng(seed)
    pixels = reduced(frame)
    boxes, labels = boxes_of(frame)
    left = int(dice.integers(0, LONG_SIDE - CROP_WIDTH + 1))
    top = int(dice.integers(0, SHORT_SIDE - CROP_HEIGHT + 1))
    wanted = [index for index, label in enumerate(labels) if LABELS[label] in (sought or RARE)]
    if wanted and dice.random() < 0.8:
        weights = np.array([sought[LABELS[labels[index]]] if sought else 1.0 for index in wanted])
        middle = boxes[dice.choice(wanted, p=weights / weights.sum())].reshape(2, 2).mean(0)
        left = int(np.clip(middle[0] - dice.uniform(0.1, 0.9) * CROP_WIDTH, 0, LONG_SIDE - CROP_WIDTH))
        top = int(np.clip(middle[1] - dice.uniform(0.1, 0.9) * CROP_HEIGHT, 0, SHORT_SIDE - CROP_HEIGHT))
    part = pixels[top : top + CROP_HEIGHT, left : left + CROP_WIDTH]
    seen, kept = cut(torch.from_numpy(boxes), left, top, CROP_WIDTH, CROP_HEIGHT)
    seen, labels = seen[kept], labels[kept.numpy()]
    if dice.random() < 0.5:
        part = part[:, ::-1]
        seen = mirrored(seen, CROP_WIDTH)
    values = torch.from_numpy(np.ascontiguousarray(part)).permute(2, 0, 1).float() / 255
    values = (values * float(dice.uniform(0.9, 1.1)) + float(dice.uniform(-0.03, 0.03))).clamp(0, 1)
    return values, {"boxes": seen, "labels": torch.from_numpy(labels)}


def train(detector: FasterRCNN, crops: Crops, steps: int, batch: int, rate: float, weights: Path) -> None:
    optimizer = torch.optim.AdamW(detector.parameters(), lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.1)
    detector.train()
    detector.transform._skip_resize = True
    began = time.time()
    with ThreadPoolExecutor(1) as pool:
        ahead = _ask(pool, crops, batch)
        for step in range(steps):
            examples = [one.result() for one in ahead]
            ahead = _ask(pool, crops, batch)
            losses = detector([values for values, _ in examples], [target for _, target in examples])
            optimizer.zero_grad(set_to_none=True)
            sum(losses.values()).backward()
            nn.utils.clip_grad_norm_(detector.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            if step % 200 == 0 or step == steps - 1:
                torch.save(detector.state_dict(), weights)
            if step % 20 == 0:
                told = " ".join(f"{name.removeprefix('loss_')} {loss:.3f}" for name, loss in losses.items())
                print(f"step {step}/{steps} {told} {time.time() - began:.0f}s", flush=True)
    detector.transform._skip_resize = False
    detector.eval()


def _ask(pool: ThreadPoolExecutor, crops: Crops, batch: int) -> list:
    return [pool.submit(crop, *plan) for plan in crops.plan(batch)]


def values_of(frame: Frame) -> torch.Tensor:
    """The whole frame as the detector takes it."""
    with Image.open(frame.path) as image:
        return torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1).float() / 255


@torch.no_grad()
def check_same(detector: nn.Module, file: Path, images: list[torch.Tensor]) -> float:
    """The largest difference between what PyTorch and ONNX Runtime find, over images of several sizes in a row."""
    runtime = session(file)
    largest = 0.0
    for image in images:
        wanted = OneImage(detector)(image)
        found = [torch.from_numpy(array) for array in runtime.run(None, {"image": image.numpy()})]
        sure = wanted[2] > 0.06
        if [tuple(one[: sure.sum()].shape) for one in found] != [tuple(one[sure].shape) for one in wanted]:
            raise ValueError(f"{file.name} finds {len(found[0])} things instead of {len(wanted[0])}")
        for expected, actual in zip(wanted, found, strict=True):
            difference = (expected[sure] - actual[: sure.sum()]).abs()
            largest = max(largest, float(difference.max()) if difference.numel() else 0.0)
    return largest


@torch.no_grad()
def measure(file: Path, frames: Sequence[Frame]) -> dict:
    """AP at an overlap of one half, by the exported file in ONNX Runtime, over all labelled boxes."""
    runtime = session(file)
    found, wanted, seconds = [], [], []
    for frame in frames:
        values = values_of(frame).numpy()
        began = time.process_time()
        found.append(runtime.run(None, {"image": values}))
        seconds.append(time.process_time() - began)
        boxes, labels = boxes_of(frame)
        wanted.append((boxes * FRAME_WIDTH / LONG_SIDE, labels))
    result = average_precisions(found, wanted, LABELS)
    return result | {"cpu_millis_per_frame": round(float(np.median(seconds)) * 1000, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the drawn frames and of the weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the models")
    parser.add_argument("--steps", type=int, default=1600)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--trained", action="store_true", help="measure and export the weights of an earlier run")
    parser.add_argument("--start", default="backbone.pt", help="weights of the trunk, in the folder of the work")
    parser.add_argument("--test-frames", type=int, default=400)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(3)

    classifier = Classifier()
    classifier.load_state_dict(torch.load(arguments.work / arguments.start))
    detector = small_detector(classifier.trunk.resnet, NORMALIZATION)
    frames = [frame for part in training_footage(arguments.work) for frame in part.read()]
    weights = arguments.work / "detector-weights.pt"
    if not arguments.trained:
        train(detector, Crops(frames, seed=3), arguments.steps, arguments.batch, arguments.rate, weights)
    detector.load_state_dict(torch.load(weights))
    detector.eval()
    fuse(detector)
    halve(detector)
    torch.save(detector, arguments.work / "detector.pt")

    folder = arguments.out / "detector"
    file = folder / "detector.onnx"
    test = test_footage(arguments.work).read()[: arguments.test_frames]
    export_detector(detector, file, values_of(test[0]))
    (folder / "labels.json").write_text(json.dumps(LABELS, indent=2) + "\n")
    images = [values_of(test[0]), torch.zeros(3, 90, 160), values_of(test[1])[:, :480, :640], values_of(test[2])]
    difference = check_same(detector, file, images)
    empty = session(file).run(None, {"image": np.zeros((3, 300, 500), np.float32)})
    print("detections on black:", [array.shape for array in empty])
    record(
        arguments.out,
        "detector",
        measure(file, test)
        | {
            "largest_difference_to_pytorch": difference,
            "test_frames": len(test),
        },
    )


if __name__ == "__main__":
    main()
