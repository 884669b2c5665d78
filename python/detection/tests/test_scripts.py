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
from detection.failures import MODELS, MODES, as_table
from detection.record import Joust


def train(lake: Path, out: Path, *words: str) -> dict[str, Any]:
    few = [] if "--again" in words else ["--steps", "3", "--batch", "2", "--workers", "0", "--threads", "1"]
    return train_detector.run(
        train_detector.parser().parse_args(["--lake", str(lake), "--out", str(out), *words, *few])
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
    assert "as_coco" in view["models"]["first"] and "as_coco" not in view["models"]["last"]
    assert 0 < view["labels_of_coco"]["ap50"]["person or rider"] < 1
    assert view["labels_of_coco"]["ap50"]["car"] > 0.9
    with Image.open(tmp_path / "out/riders_val.jpg") as sheet:
        assert sheet.size == (1440, 270)


def test_weights_are_whole_where_the_checkpoint_cannot_be_added(lake: Path, tmp_path: Path) -> None:
    weights = tmp_path / "a.pt"

    with pytest.raises(ValueError) as refused:
        train(lake, weights, "--views", "riders_train", "--id", "a..b")

    file = tmp_path / "a.pt.checkpoint.json"
    assert str(refused.value).startswith(f"Cannot add the checkpoint of '{weights}', which is whole: ")
    assert str(refused.value).endswith(f"; add it with joust --lake {lake} checkpoints add --file {file}")
    described = json.loads(file.read_text())
    file.write_text(json.dumps(described | {"id": "ab"}))
    assert Joust(lake)("checkpoints", "add", "--file", str(file))["id"] == "ab"
    assert Joust(lake)("checkpoints", "verify", "ab")["ok"]


def test_two_threads_have_the_same_losses_again(lake: Path, tmp_path: Path) -> None:
    words = ["--lake", str(lake), "--views", "riders_train", "--steps", "3", "--batch", "2", "--threads", "2"]
    words += ["--workers", "1", "--unregistered", "--out", str(tmp_path / "a.pt")]
    train_detector.run(train_detector.parser().parse_args(words))

    again = train(lake, tmp_path / "b.pt", "--again", str(tmp_path / "a.pt"), "--unregistered")

    assert again["losses_equal"]
    assert torch.load(tmp_path / "b.pt", weights_only=True)["settings"]["threads"] == 2


def test_what_no_checkpoint_keeps_is_kept_while_it_is_read_again(lake: Path, tmp_path: Path) -> None:
    train(lake, tmp_path / "a.pt", "--views", "riders_train", "--unregistered")
    joust = Joust(lake)
    before = torch.load(tmp_path / "a.pt", weights_only=True)["record"]
    ingest(joust, tmp_path / "more", 30, 9)
    joust("sync", "bdd100k")

    with joust.keeping(before):
        joust("optimize", "riders_train", "--keep-days", "0")
        (pin,) = joust("pin", "list")
        assert [(table["name"], table["version"]) for table in pin["tables"]] == [
            (view["name"], view["version"]) for view in before["views"]
        ]
    joust("optimize", "riders_train", "--keep-days", "0")

    with pytest.raises(ValueError, match="riders_train"):
        train(lake, tmp_path / "b.pt", "--again", str(tmp_path / "a.pt"), "--unregistered")


def test_a_training_whose_loss_is_no_number_ends_at_once(lake: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError) as refused:
        train(lake, tmp_path / "a.pt", "--views", "riders_train", "--rate", "1e30", "--unregistered")

    assert str(refused.value).startswith("Cannot train on 'riders_train': the loss of step ")
    assert str(refused.value).endswith("; give a smaller --rate than 1e+30")
    assert list(tmp_path.glob("*.p*")) == []


def test_the_backbone_is_that_of_the_weights_it_begins_with(lake: Path, tmp_path: Path) -> None:
    train(lake, tmp_path / "a.pt", "--views", "riders_train", "--unregistered")

    with pytest.raises(ValueError) as refused:
        words = ["--views", "riders_train", "--start", str(tmp_path / "a.pt"), "--backbone", "resnet50"]
        train(lake, tmp_path / "b.pt", *words)

    assert str(refused.value) == (
        f"Cannot begin with '{tmp_path}/a.pt': its backbone is small and not resnet50; leave --backbone out"
    )


@pytest.mark.parametrize("name", ["a/b", "-a", ""])
def test_what_can_be_no_name_is_refused_before_the_training(lake: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=f"Cannot add checkpoint '{name}': it is no name; use letters, digits, "):
        train(lake, tmp_path / "a.pt", "--views", "riders_train", f"--id={name}")


def test_a_command_that_cannot_be_started_is_named(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOUST", "/no/joust")

    with pytest.raises(ValueError) as refused:
        Joust(lake)("tables")

    assert str(refused.value) == ("Cannot run '/no/joust': No such file or directory; name it in the variable JOUST")


def test_failure_modes_are_told_as_means_over_seeds() -> None:
    def result(people: float) -> dict[str, Any]:
        numbers = {"ap50": {"person or rider": people}, "map50": 0.5, "recall": None}
        models = {name: dict(numbers) for name in MODELS}
        models["baseline"]["as_coco"] = {"ap50": {}, "map50": 0.25, "recall": 0.75}
        return {f"bdd100k_{mode}_val": {"models": models, "labels_of_coco": numbers} for mode in MODES}

    lines = as_table("bdd100k", [result(0.2), result(0.4)]).splitlines()

    assert lines[0] == "| failure mode | model | AP@0.5 of people and riders | mAP@0.5 | recall |"
    assert lines[2:5] == [
        "| rider | COCO's labels themselves | 0.300 (0.200 to 0.400) | 0.500 (0.500 to 0.500) | none there |",
        "| rider | baseline | 0.300 (0.200 to 0.400) | 0.500 (0.500 to 0.500) | none there |",
        "| rider | baseline, on COCO's labels | none there | 0.250 (0.250 to 0.250) | 0.750 (0.750 to 0.750) |",
    ]
    assert len(lines) == 2 + 15


def test_failure_modes_go_on_where_they_were_and_refuse_another_lake(
    lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(failure_modes.HOME / "joust_torch/src"))
    joust = Joust(lake)
    joust("features", "add", "bdd100k", "person_bbox_area_pct")
    joust("backfill", "bdd100k", "person_bbox_area_pct")
    for mode in MODES:
        for split in ("train", "val"):
            name = f"bdd100k_{mode}_{split}"
            joust("view", "create", name, "--from", "bdd100k", "--where", f"has_person AND split = '{split}'")
            joust("view", "refresh", name)
    words = ["--lake", str(lake), "--out", str(tmp_path / "out"), "--seeds", "1", "--workers", "0", "--limit", "2"]
    words += ["--baseline-steps", "2", "--tuning-steps", "1"]

    first = failure_modes.run(failure_modes.parser().parse_args(words))
    weights = {file: file.stat().st_mtime_ns for file in (tmp_path / "out/seed-0").glob("*.pt")}
    again = failure_modes.run(failure_modes.parser().parse_args(words))

    assert first == again
    assert {file.name for file in weights} == {"baseline.pt", "control.pt", "fine-tuned.pt"}
    assert {file: file.stat().st_mtime_ns for file in weights} == weights
    broad = torch.load(tmp_path / "out/seed-0/baseline.pt", weights_only=True)
    assert [view["name"] for view in broad["record"]["views"]] == ["bdd100k_broad_train"]
    assert "COCO's labels themselves" in (tmp_path / "out/failure-modes.md").read_text()

    def refused(*more: str) -> str:
        with pytest.raises(ValueError) as error:
            failure_modes.run(failure_modes.parser().parse_args([*words, *more]))
        return str(error.value)

    assert refused("--tuning-steps", "5") == (
        f"Cannot go on in '{tmp_path}/out': it was begun with other tuning_steps; give another --out, or the same"
        " options on the same lake"
    )
    assert refused("--distant", "2").startswith("Cannot train on view 'bdd100k_broad_train': it has the rows where ")
    assert refused("--out", str(lake)) == f"Cannot begin in '{lake}': it is not empty; give another --out"
    ingest(joust, tmp_path / "more", 30, 9)
    joust("sync", "bdd100k")
    assert "it was begun with other views;" in refused()
