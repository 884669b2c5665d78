# SPDX-License-Identifier: Apache-2.0
import json
import os
import subprocess
import sys
from pathlib import Path

import torch

from detection.record import Joust

JOUST = Path(__file__).resolve().parents[3] / "joust"


def test_the_demo_ends_with_a_training_and_its_checkpoint(tmp_path: Path) -> None:
    words = ["--json", "demo", "--synthetic", "60", "--frame-size", "320x180", "--dir", str(tmp_path), "--train"]
    environment = os.environ | {"JOUST_PYTHON": sys.executable}

    done = subprocess.run(
        [str(JOUST), *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment
    )

    assert done.returncode == 0, done.stderr[-2000:]
    stages = {stage["name"]: stage for stage in json.loads(done.stdout)["stages"]}
    assert stages["train"]["trained"], stages["train"]
    stored = torch.load(tmp_path / "detector.pt", weights_only=True)
    assert stored["record"]["order_hash"] == stages["training"]["order_hash"]
    assert len(stored["losses"]) == stages["train"]["steps"]
    assert sum(stored["losses"][-20:]) < 0.8 * sum(stored["losses"][:20])
    assert Joust(tmp_path / "lake")("checkpoints", "verify", stages["train"]["checkpoint"])["ok"]


def test_the_demo_says_where_there_is_no_python_to_train_with(tmp_path: Path) -> None:
    words = ["--json", "demo", "--synthetic", "20", "--frame-size", "160x120", "--dir", str(tmp_path), "--train"]
    environment = os.environ | {"JOUST_PYTHON": "/no/python"}

    done = subprocess.run(
        [str(JOUST), *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment
    )

    assert done.returncode == 0, done.stderr[-2000:]
    train = next(stage for stage in json.loads(done.stdout)["stages"] if stage["name"] == "train")
    assert not train["trained"]
    assert train["why"].startswith("there is no Python at '/no/python'; install 3.10 or newer")
