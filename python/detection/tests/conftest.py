# SPDX-License-Identifier: Apache-2.0
"""A small lake with the views that a training reads."""

import shutil
from pathlib import Path

import pytest

from detection.record import Joust

VIEWS = {"riders_train": "has_rider AND split = 'train'", "riders_val": "has_rider AND split = 'val'"}
TRAIN = ["riders_train", "night_train"]


def ingest(joust: Joust, folder: Path, frames: int, seed: int) -> None:
    size = ["--width", "320", "--height", "180", "--val-fraction", "0.3", "--test-fraction", "0"]
    joust("synth", "bdd100k", "--out", str(folder), "--frames", str(frames), "--seed", str(seed), *size)
    joust("ingest", "bdd100k", "--root", str(folder))


@pytest.fixture(scope="session")
def made_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; tests get copies."""
    folder = tmp_path_factory.mktemp("made")
    joust = Joust(folder / "lake")
    ingest(joust, folder / "footage", 60, 3)
    joust("features", "add", "bdd100k", "has_rider", "has_person")
    joust("backfill", "bdd100k", "has_rider", "has_person")
    for name, where in {**VIEWS, "night_train": "timeofday = 'night' AND split = 'train'"}.items():
        joust("view", "create", name, "--from", "bdd100k", "--where", where)
        joust("view", "refresh", name)
    return folder / "lake"


@pytest.fixture
def lake(made_lake: Path, tmp_path: Path) -> Path:
    """A lake of one's own."""
    shutil.copytree(made_lake, tmp_path / "lake")
    return tmp_path / "lake"
