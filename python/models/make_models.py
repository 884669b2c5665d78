# SPDX-License-Identifier: Apache-2.0
"""Draws the frames, trains the models one after the other, and writes the numbers that Java tests compare with."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from frames import fresh_footage, further_footage, test_footage, training_footage

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="a folder for 9 GB of frames and weights")
    parser.add_argument("--out", type=Path, default=ROOT / "driving/src/main/resources/dev/joust/driving/models")
    parser.add_argument("--numbers", type=Path, default=ROOT / "vision/src/test/resources/dev/joust/vision")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    work: Path = arguments.work
    for footage in [test_footage(work), fresh_footage(work), *training_footage(work), *further_footage(work)]:
        footage.draw(ROOT / "joust")
    _run("train_backbone.py", "--work", arguments.work, "--out", arguments.out)
    _run("train_detector.py", "--work", arguments.work, "--out", arguments.out)
    _run("refine_trunk.py", "--work", arguments.work)
    _run("train_clip.py", "--work", arguments.work, "--out", arguments.out)
    for model in ("detector", "clip"):
        _run("train_on.py", model, "--work", arguments.work, "--models", arguments.out, "--out", arguments.out)
    _run("measure_models.py", "--work", arguments.work, "--models", arguments.out)
    _run("reference_numbers.py", "--work", arguments.work, "--models", arguments.out, "--out", arguments.numbers)


def _run(script: str, *words: object) -> None:
    subprocess.run([sys.executable, str(HERE / script), *map(str, words)], check=True, cwd=HERE)


if __name__ == "__main__":
    main()
