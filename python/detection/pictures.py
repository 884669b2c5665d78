# SPDX-License-Identifier: Apache-2.0
"""Sheets of frames with boxes: green what is labelled, red the first detector, blue the last."""

from __future__ import annotations

import io
from pathlib import Path

import torch
from PIL import Image, ImageDraw

from detection.classes import compared_label
from detection.evaluating import Seen
from detection.measures import SURE_SCORE, Measures
from joust_torch.lake import Lake

GREEN, RED, BLUE = (40, 200, 70), (230, 40, 40), (50, 110, 255)
WIDTH, HEIGHT = 480, 270
ACROSS = 3
GAINED = 3
SPREAD = 3


def chosen(before: Measures, after: Measures) -> list[int]:
    """Frames for a sheet: those in which the last detector finds most more than the first, then evenly spread ones."""
    gains = [new - old for (old, _), (new, _) in zip(before.recall_of_frames, after.recall_of_frames, strict=True)]
    gained = sorted(range(len(gains)), key=lambda frame: (-gains[frame], frame))[:GAINED]
    others = [frame for frame in range(len(gains)) if frame not in gained]
    step = max(1, len(others) // SPREAD)
    return gained + others[step // 2 :: step][:SPREAD]


def write_sheet(lake: Path, view: str, sought: str, frames: list[int], first: Seen, last: Seen, file: Path) -> None:
    """Writes one JPEG; what is compared with the sought class is drawn, and of it what the detectors are sure of."""
    table = Lake.of(lake).open(view, last.version)
    rows = -(-len(frames) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * WIDTH, rows * HEIGHT))
    wanted = [last.row_ids[frame] for frame in frames]
    stored = table.to_table(
        columns=["image_bytes"], with_row_id=True, filter=f"_rowid IN ({', '.join(map(str, wanted))})"
    )
    images = dict(zip(stored["_rowid"].to_pylist(), stored["image_bytes"].to_pylist(), strict=True))
    for place, frame in enumerate(frames):
        with Image.open(io.BytesIO(images[last.row_ids[frame]])) as image:
            picture = _picture(image.convert("RGB"), compared_label(sought), first, last, frame)
        sheet.paste(picture, (place % ACROSS * WIDTH, place // ACROSS * HEIGHT))
    sheet.save(file, quality=85)


def _picture(image: Image.Image, label: int | None, first: Seen, last: Seen, frame: int) -> Image.Image:
    scale = (WIDTH / image.width, HEIGHT / image.height)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(small)
    truth = last.truths[frame]
    _outline(pen, truth.boxes[[compared_label(name) == label for name in truth.names]], scale, GREEN, 0)
    for seen, color, grow in ((first, RED, 2), (last, BLUE, 4)):
        found = seen.found[frame]
        sure = (found.labels == label) & (found.scores >= SURE_SCORE)
        _outline(pen, found.boxes[sure], scale, color, grow)
    return small


def _outline(
    pen: ImageDraw.ImageDraw, boxes: torch.Tensor, scale: tuple[float, float], color: tuple[int, int, int], grow: int
) -> None:
    for x1, y1, x2, y2 in boxes.tolist():
        corners = [x1 * scale[0] - grow, y1 * scale[1] - grow, x2 * scale[0] + grow, y2 * scale[1] + grow]
        pen.rectangle(corners, outline=color, width=2)
