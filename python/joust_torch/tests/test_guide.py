# SPDX-License-Identifier: Apache-2.0
"""The code of docs/pytorch.md; SnippetsTest compares it with the page."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import JOUST, Shell
from torch.utils.data import DataLoader

import joust_torch
from joust_torch import JoustDataset, MixedDataset, collate, data_loader


def model(images: list[torch.Tensor], targets: list[dict[str, Any]]) -> int:
    """Stand in for a detector: counts what it was given."""
    return len(images) + sum(len(target["labels"]) for target in targets)


def test_a_view_is_trained_on(lake: Path) -> None:
    # region train
    dataset = JoustDataset(lake, "riders", seed=42)
    loader = data_loader(dataset, batch_size=4, num_workers=2, persistent_workers=True)

    for epoch in range(2):
        dataset.set_epoch(epoch)
        for images, targets in loader:
            loss = model(images, targets)
    # endregion

    assert loss > 0


def test_several_views_are_one_dataset(new_lake: Callable[[str], Shell]) -> None:
    joust = new_lake("views")
    for view in ("riders", "crowds"):
        joust("view", "create", view, "--from", "bdd100k", "--where", "split = 'train'")
        joust("view", "refresh", view)
    lake = joust.lake
    # region mixed
    views = [JoustDataset(lake, name) for name in ("riders", "crowds")]
    both = MixedDataset(views, seed=42)
    # endregion

    assert len(both) == sum(len(view) for view in views)


def test_the_articles_loader_with_collate(lake: Path) -> None:
    # region article
    rows = JoustDataset(lake, "riders")
    loader = DataLoader(rows, batch_size=4, collate_fn=collate, num_workers=1, multiprocessing_context="spawn")
    # endregion

    assert sum(len(images) for images, _ in loader) == len(rows)


def test_lancedbs_own_permutation_reads_the_same(lake: Path) -> None:
    # region lancedb
    import lancedb
    from lancedb.permutation import Permutation

    db = lancedb.connect(str(lake))
    train = Permutation.from_tables(db.open_table("bdd100k"), db.open_table("plan"), "train")
    # endregion

    assert len(train) == len(JoustDataset(lake, "plan", split="train"))


def test_a_checkpoint_holds_where_the_training_was(lake: Path) -> None:
    rank, world = 1, 2
    # region resume
    dataset = JoustDataset(lake, "plan", split="train", shard=(rank, world), equal_shards=True)
    for images, targets in data_loader(dataset, batch_size=4):
        model(images, targets)
        dataset.advance(len(images))
        checkpoint = {"data": dataset.state_dict()}

        break
    again = JoustDataset(lake, "plan", split="train", shard=(rank, world), equal_shards=True)
    again.load_state_dict(checkpoint["data"])
    # endregion

    assert again.row_ids() == dataset.row_ids()[4:]


def test_a_feeder_decodes_in_another_process(lake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOUST", os.fspath(JOUST))
    device = "cpu"
    # region feeder
    with joust_torch.feeder(lake, "plan", split="train", batch_size=4, size=(64, 36), seed=42) as fed:
        for epoch in range(2):
            fed.set_epoch(epoch)
            for batch in fed:
                images, targets = batch.for_detection(device)
                loss = model(images, targets)
        print(fed.statistics["bound"])
    # endregion

    assert loss > 0


def test_a_version_stays_what_it_is(new_lake: Callable[[str], Shell]) -> None:
    lake = new_lake("guide").lake
    # region version
    dataset = JoustDataset(lake, "bdd100k", where="weather = 'rainy'", nulls="skip")
    same = JoustDataset(lake, "bdd100k", where="weather = 'rainy'", nulls="skip", version=dataset.version)
    # endregion

    assert same.order_hash == dataset.order_hash
