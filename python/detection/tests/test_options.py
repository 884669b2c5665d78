# SPDX-License-Identifier: Apache-2.0
"""What people may type, and what they are told."""

import re
from pathlib import Path

import pytest

import evaluate
import failure_modes
import train_detector
from detection.files import written
from detection.options import said
from joust_torch import BadRowError


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--steps", "0"], "argument --steps: '0' is not a whole number from 1"),
        (["--batch", "-4"], "argument --batch: '-4' is not a whole number from 1"),
        (["--rate", "0"], "argument --rate: '0' is not a number above 0"),
        (["--rate", "nan"], "argument --rate: 'nan' is not a number above 0"),
        (["--threads", "none"], "argument --threads: 'none' is not a whole number from 1"),
        (["--workers", "-1"], "argument --workers: '-1' is not a whole number from 0"),
        (["--crop", "20x20"], "argument --crop: '20x20' is no size of at least 32x32; give WIDTHxHEIGHT or none"),
        (["--device", "gpu"], "argument --device: there is no device 'gpu' here ("),
        (["--steps", "3", "--epochs", "2"], "argument --epochs: not allowed with argument --steps"),
        (["--id", "a", "--unregistered"], "--id names the checkpoint that --unregistered leaves out"),
        (["--again", "a.pt"], "--again runs what the file of weights says; leave --views out"),
        (["--again", "a.pt", "--crop", "none", "--seed", "0"], "leave --views, --crop, --seed out"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["train_detector.py", "--out", "o.pt", "--views", "v", *words])

    with pytest.raises(SystemExit) as ended:
        train_detector.main()

    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_nothing_is_measured_of_no_frames(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        evaluate.parser().parse_args(["--views", "v:rider", "--models", "a=b", "--out", "o", "--limit", "0"])
    assert "argument --limit: '0' is not a whole number from 1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("views", "models", "told"),
    [
        (["v"], ["a=b"], "Cannot evaluate 'v': it is not in the form VIEW:CLASS, such as bdd100k_rider_val:rider;"),
        (["v:bike"], ["a=b"], "Cannot evaluate 'v:bike': 'bike' is no class that is compared; name one of 'person', "),
        (["v:traffic sign"], ["a=b"], "'traffic sign' is no class that is compared"),
        (["v:rider", "v:person"], ["a=b"], "Cannot evaluate 'v:person': 'v' is named twice; run once more"),
        (["v:rider"], ["a=b", "a=c"], "Cannot evaluate 'a=c': 'a' is named twice; run once more for the other"),
    ],
)
def test_what_is_evaluated_is_written_in_pairs(views: list[str], models: list[str], told: str, tmp_path: Path) -> None:
    words = ["--views", *views, "--models", *models, "--out", str(tmp_path / "out")]

    with pytest.raises(ValueError, match=re.escape(told)):
        evaluate.run(evaluate.parser().parse_args(words))

    assert not (tmp_path / "out").exists()


def test_a_baseline_that_is_given_says_its_backbone_itself(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["failure_modes.py", "--out", "o", "--start", "f", "--backbone", "small"])

    with pytest.raises(SystemExit):
        failure_modes.main()

    assert "--start says itself what its backbone is; leave --backbone out" in capsys.readouterr().err


def test_an_error_of_a_worker_is_told_in_one_line() -> None:
    told = "Cannot load row 7 of table 'frames': its image is NULL"
    worker = f"Caught BadRowError in DataLoader worker process 0.\nTraceback:\njoust_torch.errors.BadRowError: {told}\n"

    assert said(BadRowError(worker)) == said(ValueError(told)) == told
    assert said(ValueError("")) == "ValueError"


def test_a_file_is_there_whole_or_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "new" / "weights.pt"
    with written(file) as part:
        part.write_text("first")

    with pytest.raises(RuntimeError), written(file) as part:
        part.write_text("hal")
        raise RuntimeError

    assert file.read_text() == "first"
    assert list(file.parent.iterdir()) == [file]


def test_what_cannot_be_written_is_found_out_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for place, why in ((tmp_path, "it is a folder"), (tmp_path / "file" / "a.pt", "File exists|Not a directory")):
        told = f"Cannot write '{re.escape(str(place))}': ({why}); give another --out"
        with pytest.raises(ValueError, match=told), written(place):
            pytest.fail("the work began")
