# SPDX-License-Identifier: Apache-2.0
"""Synthetic frames: drawn by the `joust` command, read with their labels, kept as small pixels."""

from __future__ import annotations

import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

FRAME_WIDTH = 1280
FRAME_HEIGHT = 720

# The words of Joust's annotations for words of BDD100K's labels.
RENAMED = {"pedestrian": "person", "bike": "bicycle", "motor": "motorcycle"}


@dataclass(frozen=True)
class Thing:
    """One labelled box, in pixels of the whole frame."""

    category: str
    box: tuple[float, float, float, float]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def area_pct(self) -> float:
        return 100 * (self.box[2] - self.box[0]) * self.height / (FRAME_WIDTH * FRAME_HEIGHT)


@dataclass(frozen=True)
class Frame:
    """What the labels say about one frame."""

    path: Path
    clip: str
    weather: str
    scene: str
    timeofday: str
    things: tuple[Thing, ...]

    def of(self, category: str) -> list[Thing]:
        return [thing for thing in self.things if thing.category == category]

    def has(self, category: str) -> bool:
        return any(thing.category == category for thing in self.things)

    @property
    def largest_person_pct(self) -> float:
        """Area of the largest person in percent of the frame; 0 where there is none."""
        return max((person.area_pct for person in self.of("person")), default=0.0)


@dataclass(frozen=True)
class Footage:
    """One run of the generator: its folder, its seed, how many frames it has."""

    folder: Path
    seed: int
    frames: int

    def draw(self, joust: Path) -> None:
        """Draws the frames, where they are not there yet."""
        mark = self.folder / ".joust-synthetic"
        if mark.exists() and json.loads(mark.read_text()).get("frames") == self.frames:
            return
        command = [joust, "synth", "bdd100k", "--out", self.folder, "--frames", self.frames, "--seed", self.seed]
        subprocess.run([str(word) for word in command], check=True)

    def read(self) -> list[Frame]:
        """All labelled frames of both splits, in the order of their names."""
        frames = []
        for split in ("train", "val"):
            labels = json.loads((self.folder / f"labels/det_20/det_{split}.json").read_text())
            images = self.folder / "images/100k" / split
            frames += [_frame(entry, images) for entry in labels]
        return sorted(frames, key=lambda frame: frame.path.name)

    def pixels(self, height: int, width: int, resample: Image.Resampling) -> np.ndarray:
        """All frames as uint8 [frames, height, width, 3], made once and then mapped from a file."""
        file = self.folder / f"pixels-{height}x{width}-{resample.name.lower()}.npy"
        frames = self.read()
        if not file.exists():
            part = file.with_suffix(".part")
            array = np.lib.format.open_memmap(part, "w+", np.uint8, (len(frames), height, width, 3))

            def fill(index: int) -> None:
                with Image.open(frames[index].path) as image:
                    array[index] = np.asarray(image.convert("RGB").resize((width, height), resample))

            with ThreadPoolExecutor(2) as pool:
                list(pool.map(fill, range(len(frames))))
            array.flush()
            part.rename(file)
        return np.load(file, mmap_mode="r")


def _frame(entry: dict, images: Path) -> Frame:
    attributes = entry["attributes"]
    things = []
    for label in entry.get("labels") or []:
        box = label["box2d"]
        category = RENAMED.get(label["category"], label["category"])
        things.append(Thing(category, (box["x1"], box["y1"], box["x2"], box["y2"])))
    return Frame(
        images / entry["name"],
        entry["videoName"],
        attributes["weather"],
        attributes["scene"],
        attributes["timeofday"],
        tuple(things),
    )


@dataclass(frozen=True)
class Normalization:
    """Mean and standard deviation per channel of values from 0 to 1."""

    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    def __call__(self, pixels: torch.Tensor) -> torch.Tensor:
        """uint8 [batch, height, width, 3] as normalized float32 [batch, 3, height, width]."""
        mean = torch.tensor(self.mean)
        std = torch.tensor(self.std)
        values = (pixels.float() / 255 - mean) / std
        return values.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)


def training_footage(work: Path) -> list[Footage]:
    return [Footage(work / "train", 101, 4500), Footage(work / "train2", 102, 5500)]


def test_footage(work: Path) -> Footage:
    """Frames of a seed that no training uses."""
    return Footage(work / "test", 20202, 1000)


def further_footage(work: Path) -> list[Footage]:
    """Frames that `train_on.py` learns from."""
    return [Footage(work / "further", 301, 5000), Footage(work / "further2", 302, 5000)]


def validation_footage(work: Path) -> Footage:
    """Frames by which `train_on.py` was set; figures over them are too kind."""
    return Footage(work / "validation", 30303, 1000)


def fresh_footage(work: Path) -> Footage:
    """Frames that were looked at once, when everything was settled."""
    return Footage(work / "fresh", 40404, 1000)
