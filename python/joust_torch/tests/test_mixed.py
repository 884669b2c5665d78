# SPDX-License-Identifier: Apache-2.0
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from conftest import Shell

from joust_torch import InvalidRequestError, JoustDataset, MixedDataset, data_loader, order_hash

SMALL: dict[str, Any] = {"size": (32, 18), "nulls": "skip", "columns": ["image_id"]}


@pytest.fixture(scope="module")
def views(new_lake: Callable[[str], Shell]) -> Shell:
    joust = new_lake("mixed")
    for name, where in (("by_night", "timeofday = 'night'"), ("by_day", "timeofday = 'daytime'")):
        joust("view", "create", name, "--from", "bdd100k", "--where", f"{where} AND ann_bboxes IS NOT NULL")
        joust("view", "refresh", name)
    return joust


def opened(joust: Shell, seed: int | None) -> MixedDataset:
    return MixedDataset([JoustDataset(joust.lake, name, **SMALL) for name in ("by_night", "by_day")], seed)


@pytest.mark.parametrize("seed", [0, 42, -7])
def test_views_are_mixed_as_checkpoints_mix_them(views: Shell, seed: int) -> None:
    planned = views("checkpoints", "plan", "by_night", "by_day", "--seed", str(seed))

    dataset = opened(views, seed)

    assert dataset.order_hash == planned["order_hash"]
    assert len(dataset) == sum(view["rows"] for view in planned["views"])


def test_rows_come_from_the_views_that_the_order_names(views: Shell, tmp_path: Path) -> None:
    dataset = opened(views, 42)
    weights = tmp_path / "w.pt"
    weights.write_bytes(b"weights")
    planned = views("checkpoints", "plan", "by_night", "by_day", "--seed", "42")
    description = tmp_path / "c.json"
    description.write_text(json.dumps({**planned, "model": str(weights), "id": "mix"}))
    views("checkpoints", "add", "--file", str(description))
    for epoch in (0, 2):
        file = tmp_path / f"order-{epoch}.csv"
        views("checkpoints", "reproduce", "mix", "--epoch", str(epoch), "--out", str(file))
        wanted = [line.split(",") for line in file.read_text().splitlines()[1:]]
        dataset.set_epoch(epoch)

        samples = dataset.__getitems__(list(range(len(dataset))))

        names = {name: JoustDataset(views.lake, name, **SMALL) for name in ("by_night", "by_day")}
        keys = {
            (name, row_id): part[place].target["image_id"]
            for name, part in names.items()
            for place, row_id in enumerate(part.row_ids())
        }
        assert [sample.target["image_id"] for sample in samples] == [keys[(row[-2], int(row[-1]))] for row in wanted]


def test_a_loader_of_workers_delivers_each_epoch_in_its_order(views: Shell) -> None:
    dataset = opened(views, 3)
    loader = data_loader(dataset, batch_size=5, num_workers=2, persistent_workers=True)

    for epoch in range(2):
        dataset.set_epoch(epoch)
        alone = opened(views, 3)
        alone.set_epoch(epoch)
        delivered = [target["image_id"] for _, targets in loader for target in targets]
        assert delivered == [alone[place].target["image_id"] for place in range(len(alone))]


def test_a_training_goes_on_where_it_was(views: Shell) -> None:
    dataset = opened(views, 3)
    dataset.set_epoch(1)
    dataset.advance(7)
    every = [dataset[place].target["image_id"] for place in range(len(dataset))]

    again = opened(views, 3)
    again.load_state_dict(dataset.state_dict())

    assert [again[place].target["image_id"] for place in range(len(again))] == every[7:]
    assert again[-1].target["image_id"] == every[-1]
    with pytest.raises(InvalidRequestError) as refused:
        opened(views, 4).load_state_dict(dataset.state_dict())
    assert str(refused.value).startswith("Cannot go on with 'by_night', 'by_day': its order_hash is ")


def test_without_a_seed_one_view_comes_after_the_other(views: Shell) -> None:
    dataset = opened(views, None)

    row_ids = [row_id for part in dataset.parts for row_id in part.row_ids()]
    assert dataset.order_hash == order_hash(np.array(row_ids, dtype=np.uint64))
    assert torch.equal(dataset[0].image, dataset.parts[0][0].image)


def test_what_cannot_be_mixed_is_refused(views: Shell) -> None:
    dataset = opened(views, 1)
    seeded = JoustDataset(views.lake, "by_day", seed=2, **SMALL)

    for asked, message in (
        (lambda: MixedDataset([]), "Cannot mix datasets: there are none; give at least one"),
        (lambda: MixedDataset([seeded]), "Cannot mix 'by_day': it has a seed or shard of its own; open it without"),
        (lambda: dataset.set_epoch(-1), "Cannot begin epoch '-1': epochs count from 0; give another one"),
        (
            lambda: dataset.advance(10_000),
            f"Cannot advance 'by_night', 'by_day' by 10000 rows: 0 of {len(dataset)} are used; give those of one batch",
        ),
    ):
        with pytest.raises(InvalidRequestError) as refused:
            asked()
        assert str(refused.value) == message
