# SPDX-License-Identifier: Apache-2.0
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import JOUST, Shell

from joust_torch import FeederError, InvalidRequestError, JoustDataset, JoustError, NotFoundError, feeder

SIZE = (64, 36)


def opened(lake: Path, name: str, **options: Any):
    return feeder(lake, name, **{"joust": JOUST, "batch_size": 4, "size": SIZE, **options})


def is_running(pid: int) -> bool:
    """A zombie, which nobody waited for, does not run."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
        return state.rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def await_end(pid: int) -> None:
    deadline = time.monotonic() + 60
    while is_running(pid):
        assert time.monotonic() < deadline, f"process {pid} still runs"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("bdd100k", {"seed": 9}),
        ("bdd100k", {"where": "width > 0 AND ann_bboxes IS NOT NULL"}),
        ("plan", {"split": "train"}),
        ("plan", {"split": "train", "seed": -4}),
        ("clumps", {}),
        ("bdd100k", {"seed": 9, "shard": (1, 3)}),
    ],
)
def test_every_epoch_of_java_has_the_order_of_python(lake: Path, name: str, options: dict[str, Any]) -> None:
    dataset = JoustDataset(lake, name, nulls="empty", size=SIZE, **options)

    with opened(lake, name, nulls="empty", **options) as fed:
        assert (fed.order_hash, fed.version) == (dataset.order_hash, dataset.version)
        for epoch in (0, 1, 17):
            fed.set_epoch(epoch)
            dataset.set_epoch(epoch)
            batches = [batch.row_ids for batch in fed]
            assert sum(batches, []) == dataset.row_ids()
            assert len(batches) == len(fed)
            assert fed.statistics["rows"] == len(dataset)


def test_boxes_and_labels_are_those_of_the_dataset_and_pixels_hardly_differ(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="train", size=(320, 180), dtype=torch.uint8, columns=["weather"])
    expected = iter(dataset)

    with opened(lake, "plan", split="train", size=(320, 180), columns=["weather"]) as fed:
        for batch in fed:
            assert batch.images.dtype == torch.uint8 and batch.images.shape[1:] == (3, 180, 320)
            for image, target in zip(batch.images, batch.targets, strict=True):
                sample = next(expected)
                assert (image.int() - sample.image.int()).abs().float().mean() < 1
                assert torch.allclose(target["boxes"], sample.target["boxes"])
                assert torch.equal(target["labels"], sample.target["labels"])
                assert target["image_id"] == sample.target["image_id"]
                assert target["weather"] == sample.target["weather"]
    assert next(expected, None) is None


def test_pixels_are_exact_where_that_is_asked_for(lake: Path) -> None:
    def decoded(**options: Any) -> tuple[torch.Tensor, int]:
        with opened(lake, "plan", split="train", size=(160, 90), **options) as fed:
            return torch.cat([batch.images.clone() for batch in fed]), fed.statistics["shrunk_images"]

    shrunk, shrunk_images = decoded()
    exact, not_shrunk = decoded(exact_pixels=True)

    assert (shrunk_images, not_shrunk) == (len(shrunk), 0)
    assert not torch.equal(shrunk, exact)
    assert (shrunk.int() - exact.int()).abs().float().mean() < 1


def test_rows_without_annotations_are_skipped_as_by_the_dataset(lake: Path) -> None:
    options: dict[str, Any] = {"nulls": "skip", "seed": 4, "where": "width > 0 OR width < 0"}
    dataset = JoustDataset(lake, "bdd100k", size=SIZE, **options)

    with opened(lake, "bdd100k", **options) as fed:
        assert fed.order_hash == dataset.order_hash
        assert [row for batch in fed for row in batch.row_ids] == dataset.row_ids()
    assert fed.rows == 54


def test_a_batch_for_detection_is_float_and_contiguous(lake: Path) -> None:
    with opened(lake, "plan", split="val") as fed:
        batch = next(iter(fed))
        images, targets = batch.for_detection()

        assert len(images) == len(targets) == 4
        assert images[0].dtype == torch.float32 and images[0].is_contiguous()
        assert torch.equal(images[0], batch.images[0].contiguous() / 255)


def test_memory_of_a_batch_is_not_copied_and_stays_while_it_is_used(lake: Path) -> None:
    with opened(lake, "bdd100k", nulls="empty", seed=1, slots=3) as fed:
        loop = iter(fed)
        first = next(loop).images
        before = first.clone()
        later = [next(loop).images.clone() for _ in range(10)]

        assert first.is_contiguous(memory_format=torch.channels_last)
        assert torch.equal(first, before)
        assert not any(torch.equal(first, images) for images in later)


def test_a_batch_outlives_its_feeder(lake: Path) -> None:
    with opened(lake, "plan", split="val") as fed:
        images = next(iter(fed)).images
        before = images.clone()

    assert torch.equal(images, before)
    with pytest.raises(FeederError) as thrown:
        next(iter(fed))
    assert str(thrown.value) == "Cannot read from the feeder of table 'plan': it was closed; open another one"


def test_batches_that_all_are_held_are_told_instead_of_waited_for(lake: Path) -> None:
    with opened(lake, "bdd100k", nulls="empty", seed=1, slots=3) as fed:
        held = []
        with pytest.raises(FeederError) as thrown:
            for batch in fed:
                held.append(batch)
        del batch

        assert str(thrown.value) == (
            "Cannot deliver another batch of table 'bdd100k': all 3 slots hold batches that are in use; let earlier ones"
            " go, clone() what you keep, or give more slots"
        )
        assert [batch.step for batch in held] == [0, 1, 2]
        held.clear()
        assert [batch.step for batch in fed] == list(range(3, 15))


def test_a_loop_that_ended_early_does_not_disturb_the_next_epoch(lake: Path) -> None:
    with opened(lake, "bdd100k", nulls="empty", seed=1) as fed:
        for batch in fed:
            assert batch.step == 0
            break
        fed.set_epoch(1)
        ids = [row for batch in fed for row in batch.row_ids]

    dataset = JoustDataset(lake, "bdd100k", nulls="empty", seed=1)
    dataset.set_epoch(1)
    assert ids == dataset.row_ids()


def test_a_training_goes_on_where_it_was(lake: Path) -> None:
    with opened(lake, "plan", split="train", seed=3) as fed:
        fed.set_epoch(2)
        delivered = []
        for batch in fed:
            delivered.append(batch.row_ids)
            if batch.step == 4:
                state = fed.state_dict()

    with opened(lake, "plan", split="train", seed=3) as resumed:
        resumed.load_state_dict(state)
        rest = [batch.row_ids for batch in resumed]
    assert rest == delivered[5:]

    with opened(lake, "plan", split="train", seed=4) as other:
        with pytest.raises(InvalidRequestError) as thrown:
            other.load_state_dict(state)
        assert str(thrown.value) == (
            f"Cannot go on with 'plan': its order_hash is {other.order_hash} and that of the checkpoint is"
            f" {state['order_hash']}; open the feeder as it was then"
        )


def test_all_epochs_read_the_version_that_was_opened(new_lake: Callable[[str], Shell]) -> None:
    joust = new_lake("fed")
    with opened(joust.lake, "bdd100k", nulls="empty", columns=["scene"]) as fed:
        first = [target["scene"] for batch in fed for target in batch.targets]
        joust("update", "bdd100k", "--set", "scene='another'", "--where", "true")
        fed.set_epoch(1)
        assert [target["scene"] for batch in fed for target in batch.targets] == first


def test_the_feeder_ends_when_it_is_closed_and_leaves_no_file(lake: Path, tmp_path: Path) -> None:
    with opened(lake, "plan", split="val", memory=tmp_path) as fed:
        pid = fed.pid
        next(iter(fed))
        assert is_running(pid)
        assert list(tmp_path.iterdir()) == []

    assert not is_running(pid)


def test_the_feeder_ends_when_its_parent_is_killed(lake: Path, tmp_path: Path) -> None:
    program = (
        "import sys, joust_torch\n"
        f"fed = joust_torch.feeder({str(lake)!r}, 'plan', split='val', batch_size=2, size=(64, 36), slots=2,"
        f" joust={str(JOUST)!r}, memory={str(tmp_path)!r})\n"
        "held = next(iter(fed))\n"
        "print(fed.pid, flush=True)\n"
        "sys.stdin.read()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()

    await_end(pid)
    assert list(tmp_path.iterdir()) == []


def test_a_feeder_that_dies_is_told(lake: Path) -> None:
    with opened(lake, "bdd100k", nulls="empty", slots=2, prefetch=1) as fed:
        loop = iter(fed)
        first = next(loop)
        os.kill(fed.pid, signal.SIGKILL)
        await_end(fed.pid)

        with pytest.raises(FeederError) as thrown:
            # Lets go of what was delivered before the end.
            deque(loop, maxlen=0)

    assert first.step == 0
    assert str(thrown.value) == (
        "Cannot read on from the feeder of table 'bdd100k': its process ended by SIGKILL; open another one, and go on by"
        " load_state_dict"
    )


REFUSED: list[tuple[str, dict[str, Any], type[JoustError], str]] = [
    ("nobody", {}, InvalidRequestError, "Cannot feed table 'nobody': it has no rows; refresh it if it is a view, or choose another one"),
    ("plan", {}, InvalidRequestError, "Cannot load permutation 'plan': it has the splits 'train', 'val'; name one with --split"),
    ("bdd100k", {"shard": (0, 61)}, InvalidRequestError, "Cannot load table 'bdd100k' in 61 parts: there are 60 rows; use at most as many parts as rows"),
    ("bdd100k", {"batch_size": 61}, InvalidRequestError, "Cannot load table 'bdd100k' in batches of 61 rows: there are 60; use batches of at most 60"),
    ("bdd100k", {"version": 99}, NotFoundError, "Cannot open version 99 of table 'bdd100k': its versions are {versions}; choose one of these"),
    ("bdd100k", {"slots": 1}, InvalidRequestError, "Cannot feed table 'bdd100k' through 1 slots: one is in use; give at least 2"),
    ("bdd100k", {"joust": "/no/joust"}, FeederError, "Cannot start the feeder of table 'bdd100k': '/no/joust' does not run (No such file or directory); give joust= the path of the launcher"),
    ("bdd100k", {"memory": "/no/memory"}, NotFoundError, "Cannot use memory '/no/memory': there is no such folder; give another one"),
    ("bdd100k", {"nulls": "drop"}, InvalidRequestError, "Cannot use nulls='drop': it is 'fail', 'skip', 'empty'; choose one of these"),
    ("bdd100k", {"others": "drop"}, InvalidRequestError, "Cannot use others='drop': it is 'fail', 'skip'; choose one of these"),
    ("bdd100k", {"broken": "drop"}, InvalidRequestError, "Cannot use broken='drop': it is 'fail', 'skip', 'replace'; choose one of these"),
    ("plan", {"split": "val", "nulls": "skip"}, InvalidRequestError, "Cannot load table 'bdd100k': a permutation has its rows and their version already; give the filter or the version when you build it"),
    ("plan", {"split": "val", "where": "has_rider"}, InvalidRequestError, "Cannot load table 'bdd100k': a permutation has its rows and their version already; give the filter or the version when you build it"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "options", "kind", "message"), REFUSED)
def test_what_does_not_fit_is_refused_when_opened(
    joust: Shell, name: str, options: dict[str, Any], kind: type[JoustError], message: str
) -> None:
    with pytest.raises(kind) as thrown:
        opened(joust.lake, name, **options)

    if "{versions}" in message:
        numbers = [row["version"] for row in joust("versions", "bdd100k")]
        message = message.replace("{versions}", f"{min(numbers)}-{max(numbers)}")
    assert str(thrown.value) == message


def test_a_split_that_is_not_there_is_told_with_the_nearest(lake: Path) -> None:
    with pytest.raises(NotFoundError) as thrown:
        opened(lake, "plan", split="trian")

    assert str(thrown.value) == (
        "Cannot find split 'trian' in the permutation of table 'bdd100k': it has no split of this name; the nearest is"
        " 'train'"
    )


def test_a_row_without_annotations_is_told(lake: Path) -> None:
    with opened(lake, "bdd100k", where="ann_bboxes IS NULL") as fed, pytest.raises(JoustError) as thrown:
        next(iter(fed))

    assert str(thrown.value).endswith(
        "of table 'bdd100k': it is NULL in 'ann_bboxes'; leave such rows out by where, or take them as without objects"
        " with nulls='empty'"
    )


def test_without_a_launcher_it_says_how_to_name_one(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOUST", raising=False)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(FeederError) as thrown:
        feeder(lake, "plan", batch_size=2, size=SIZE)

    assert str(thrown.value) == (
        "Cannot start the feeder of table 'plan': there is no 'joust' on PATH; give joust= the path of the launcher, or"
        " set JOUST"
    )
