# SPDX-License-Identifier: Apache-2.0
"""The scripts on a real lake, with so few steps that nothing is learnt."""

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import TRAIN, ingest
from PIL import Image

import evaluate
import failure_modes
import train_detector
from detection.record import Joust


def train(lake: Path, out: Path, *words: str) -> dict[str, Any]:
    few = ["--steps", "3", "--batch", "2", "--workers", "0", "--threads", "1"]
    return train_detector.run(
        train_detector.parser().parse_args(["--lake", str(lake), "--out", str(out), *few, *words])
    )


def test_weights_and_checkpoint_name_the_same_data(lake: Path, tmp_path: Path) -> None:
    told = train(lake, tmp_path / "first.pt", "--views", *TRAIN, "--seed", "5", "--id", "first")

    stored = torch.load(tmp_path / "first.pt", weights_only=True)
    shown = Joust(lake)("checkpoints", "show", "first")
    for key in ("order_hash", "seed", "step", "metrics", "code"):
        assert stored["record"].get(key) == told["record"].get(key) == shown.get(key)
    named = [(view["name"], view["version"], view["fingerprint"]) for view in shown["views"]]
    assert [(view["name"], view["version"], view["fingerprint"]) for view in stored["record"]["views"]] == named
    assert [name for name, _, _ in named] == TRAIN
    assert Joust(lake)("checkpoints", "verify", "first")["ok"]


def test_a_second_run_has_the_same_losses_after_the_lake_has_moved_on(lake: Path, tmp_path: Path) -> None:
    train(lake, tmp_path / "first.pt", "--views", *TRAIN, "--seed", "5", "--id", "first")
    joust = Joust(lake)
    ingest(joust, tmp_path / "more", 30, 9)
    joust("delete", "bdd100k", "--where", "weather = 'clear'")
    joust("sync", "bdd100k")
    joust("optimize", "riders_train", "--keep-days", "0")

    again = train(lake, tmp_path / "again.pt", "--again", str(tmp_path / "first.pt"), "--id", "again")

    losses = [torch.load(tmp_path / f"{name}.pt", weights_only=True)["losses"] for name in ("first", "again")]
    assert losses[0] == losses[1] and len(losses[0]) == 3
    assert again["losses_equal"]
    checkpoints = [joust("checkpoints", "show", name) for name in ("first", "again")]
    assert checkpoints[0]["order_hash"] == checkpoints[1]["order_hash"]
    assert all(joust("checkpoints", "verify", name)["ok"] for name in ("first", "again"))


def test_new_footage_changes_versions_and_weights_and_nothing_else(lake: Path, tmp_path: Path) -> None:
    joust = Joust(lake)
    train(lake, tmp_path / "first.pt", "--views", *TRAIN, "--seed", "5", "--id", "first")
    ingest(joust, tmp_path / "more", 30, 9)
    joust("sync", "bdd100k")

    train(lake, tmp_path / "second.pt", "--views", *TRAIN, "--seed", "5", "--id", "second")

    first, second = (joust("checkpoints", "show", name) for name in ("first", "second"))
    changed = {key for key in first if first[key] != second.get(key)}
    assert changed == {"id", "pin", "created", "model_sha256", "views", "order_hash", "metrics"}
    for before, after in zip(first["views"], second["views"], strict=True):
        assert before["name"] == after["name"]
        assert before["version"] < after["version"]


def test_a_tuned_model_needs_the_weights_that_it_began_with_to_run_again(lake: Path, tmp_path: Path) -> None:
    train(lake, tmp_path / "base.pt", "--views", "riders_train", "--classes", "coco", "--unregistered")
    words = ["--views", "night_train", "--start", str(tmp_path / "base.pt"), "--unregistered"]
    train(lake, tmp_path / "tuned.pt", *words)
    assert train(lake, tmp_path / "b.pt", "--again", str(tmp_path / "tuned.pt"), "--unregistered")["losses_equal"]

    (tmp_path / "base.pt").write_bytes((tmp_path / "tuned.pt").read_bytes())

    with pytest.raises(ValueError) as refused:
        train(lake, tmp_path / "c.pt", "--again", str(tmp_path / "tuned.pt"), "--unregistered")
    assert str(refused.value) == (
        f"Cannot run '{tmp_path}/tuned.pt' again: '{tmp_path}/base.pt' is not the file of weights that it began with;"
        " name that with --start"
    )
    assert not (tmp_path / "c.pt").exists()


def test_versions_are_kept_while_they_are_read_and_no_longer(lake: Path, tmp_path: Path) -> None:
    joust = Joust(lake)
    plan = joust.plan(TRAIN, 5)

    with joust.keeping(plan):
        (pin,) = joust("pin", "list")
        assert {table["name"]: table["version"] for table in pin["tables"]} == {
            view["name"]: view["version"] for view in plan["views"]
        }

    assert joust("pin", "list") == []


def test_a_name_that_is_taken_is_refused_before_the_training(lake: Path, tmp_path: Path) -> None:
    train(lake, tmp_path / "a.pt", "--views", "riders_train", "--id", "mine")

    with pytest.raises(ValueError) as refused:
        train(lake, tmp_path / "b.pt", "--views", "riders_train", "--id", "mine")

    assert str(refused.value) == "Cannot add checkpoint 'mine': there is one; choose another --id, or drop it"
    assert not (tmp_path / "b.pt").exists()


def test_a_view_that_is_not_there_is_named(lake: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError) as refused:
        train(lake, tmp_path / "a.pt", "--views", "riders_trian")
    assert "riders_trian" in str(refused.value) and "riders_train" in str(refused.value)
    assert not (tmp_path / "a.pt").exists()


def test_detectors_are_measured_and_drawn(lake: Path, tmp_path: Path) -> None:
    train(lake, tmp_path / "a.pt", "--views", "riders_train", "--classes", "coco", "--unregistered")
    train(lake, tmp_path / "b.pt", "--views", "riders_train", "--unregistered")
    words = ["--lake", str(lake), "--views", "riders_val:rider", "--out", str(tmp_path / "out"), "--workers", "0"]
    words += ["--models", f"first={tmp_path}/a.pt", f"last={tmp_path}/b.pt", "--limit", "3", "--threads", "1"]

    result = evaluate.run(evaluate.parser().parse_args(words))

    assert result == json.loads((tmp_path / "out/evaluation.json").read_text())
    view = result["riders_val"]
    assert view["frames"] == 3 and view["sought_boxes"] >= 3
    assert list(view["models"]) == ["first", "last"]
    with Image.open(tmp_path / "out/riders_val.jpg") as sheet:
        assert sheet.size == (1440, 270)


def test_what_is_evaluated_is_written_in_pairs(lake: Path, tmp_path: Path) -> None:
    words = ["--lake", str(lake), "--views", "riders_val", "--models", "a=b", "--out", str(tmp_path)]

    with pytest.raises(ValueError) as refused:
        evaluate.run(evaluate.parser().parse_args(words))

    assert str(refused.value) == (
        "Cannot evaluate 'riders_val': it is not in the form VIEW:CLASS, such as bdd100k_rider_val:rider; write it so"
    )


def test_failure_modes_are_told_as_means_over_seeds() -> None:
    words = failure_modes.parser().parse_args(["--lake", "l", "--out", "o"])

    def result(people: float) -> dict[str, Any]:
        numbers = {"ap50": {"person or rider": people}, "map50": 0.5, "recall": 0.25}
        models = {name: numbers for name in failure_modes.MODELS}
        return {f"bdd100k_{mode}_val": {"models": models} for mode in failure_modes.MODES}

    lines = failure_modes._table(words, [result(0.2), result(0.4)]).splitlines()

    assert lines[0] == "| failure mode | model | AP@0.5 of people and riders | mAP@0.5 | recall |"
    assert lines[2] == (
        "| rider | baseline | 0.300 (0.200 to 0.400) | 0.500 (0.500 to 0.500) | 0.250 (0.250 to 0.250) |"
    )
    assert len(lines) == 2 + 9
