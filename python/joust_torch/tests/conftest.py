# SPDX-License-Identifier: Apache-2.0
"""A small lake, made by the command line once for all tests."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

JOUST = Path(__file__).resolve().parents[3] / "joust"


class Shell:
    """Runs joust commands on a lake."""

    def __init__(self, lake: Path) -> None:
        self.lake = lake

    def __call__(self, *words: str) -> Any:
        done = subprocess.run(
            [str(JOUST), "--lake", str(self.lake), "--json", *words],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="session")
def new_lake(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Shell]:
    """Make a lake with the table 'bdd100k' of a few dozen frames, six of them without labels."""
    frames = tmp_path_factory.mktemp("frames") / "bdd"
    size = ["--width", "320", "--height", "180"]
    parts = ["--frames", "60", "--val-fraction", "0.2", "--test-fraction", "0.1"]
    Shell(frames)("synth", "bdd100k", "--out", str(frames), "--seed", "3", *parts, *size)

    def make(name: str) -> Shell:
        joust = Shell(tmp_path_factory.mktemp(name) / "lake")
        joust("ingest", "bdd100k", "--root", str(frames))
        return joust

    return make


@pytest.fixture(scope="session")
def joust(new_lake: Callable[[str], Shell]) -> Shell:
    """A lake with a view and permutations, which no test changes."""
    joust = new_lake("shared")
    joust("features", "add", "bdd100k", "has_rider")
    joust("backfill", "bdd100k", "has_rider")
    for view, where in (("riders", "has_rider"), ("nobody", "weather = 'no such weather'")):
        joust("view", "create", view, "--from", "bdd100k", "--where", where)
        joust("view", "refresh", view)
    labelled = ["--where", "ann_bboxes IS NOT NULL"]
    joust(
        "permutation", "create", "bdd100k", "--name", "plan", "--split", "train=0.8,val=0.2", "--seed", "7", *labelled
    )
    joust("permutation", "create", "bdd100k", "--name", "clumps", "--seed", "-9", "--clump", "4", *labelled)
    joust("permutation", "create", "riders", "--name", "rider_plan", "--seed", "5")
    return joust


@pytest.fixture(scope="session")
def lake(joust: Shell) -> Path:
    """The folder of the shared lake."""
    return joust.lake
