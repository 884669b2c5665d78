# SPDX-License-Identifier: Apache-2.0
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from conftest import Shell
from torch.utils.data import DataLoader
from workers import with_process

from joust_torch import InvalidRequestError, JoustDataset, JoustError, collate, data_loader

SMALL = {"size": (32, 18), "nulls": "empty"}


def ids(loader: DataLoader) -> list[int]:
    return [target["image_id"] for _, targets in loader for target in targets]


def test_spawned_workers_deliver_the_order_of_every_epoch(lake: Path) -> None:
    dataset = JoustDataset(lake, "bdd100k", seed=6, transform=with_process, **SMALL)
    loader = data_loader(dataset, batch_size=8, num_workers=2, persistent_workers=True)

    seen = [target for _, targets in loader for target in targets]
    first = [target["image_id"] for target in seen]
    assert first == dataset.row_ids()
    assert len({target["process"] for target in seen} - {os.getpid()}) == 2

    dataset.set_epoch(1)
    second = ids(loader)
    assert second == dataset.row_ids()
    assert second != first and sorted(second) == sorted(first)


def test_the_official_way_to_make_a_loader_works_too(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="val", size=(32, 18))

    loader = DataLoader(dataset, batch_size=3, num_workers=1, multiprocessing_context="spawn", collate_fn=collate)

    assert ids(loader) == dataset.row_ids()


def test_workers_read_the_version_that_was_opened(new_lake: Callable[[str], Shell]) -> None:
    joust = new_lake("pinned")
    dataset = JoustDataset(joust.lake, "bdd100k", columns=["scene"], **SMALL)
    version, rows = dataset.version, len(dataset)
    joust("update", "bdd100k", "--set", "scene='another'", "--where", "true")
    joust("delete", "bdd100k", "--where", "timeofday = 'night'")

    loaded = [target for _, targets in data_loader(dataset, 16, num_workers=1) for target in targets]

    assert dataset.version == version
    assert len(loaded) == rows == 60
    assert "another" not in {target["scene"] for target in loaded}
    newest = JoustDataset(joust.lake, "bdd100k", columns=["scene"], **SMALL)
    assert newest.version > version and len(newest) < rows
    assert newest[0].target["scene"] == "another"
    assert len(JoustDataset(joust.lake, "bdd100k", version=version, **SMALL)) == rows


def test_a_dataset_travels_by_pickle(lake: Path) -> None:
    dataset = JoustDataset(lake, "bdd100k", seed=6, **SMALL)
    dataset.set_epoch(3)

    copy = pickle.loads(pickle.dumps(dataset))

    assert copy.row_ids() == dataset.row_ids()
    assert torch.equal(copy[4].image, dataset[4].image)


def test_a_forked_process_says_what_to_do(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="val", size=(32, 18))
    reading, writing = os.pipe()

    child = os.fork()
    if child == 0:
        try:
            dataset[0]
        except JoustError as e:
            os.write(writing, str(e).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)

    with os.fdopen(reading) as told:
        assert told.read() == (
            "Cannot read table 'bdd100k' in a forked process: its reader's threads do not survive that; give DataLoader"
            " multiprocessing_context='spawn'"
        )


@pytest.mark.parametrize("workers", [0, 1])
def test_a_loader_without_collate_names_it(lake: Path, workers: int) -> None:
    dataset = JoustDataset(lake, "plan", split="val", size=(32, 18))
    spawned = {"num_workers": 1, "multiprocessing_context": "spawn"} if workers else {}

    with pytest.raises(InvalidRequestError) as thrown:
        ids(DataLoader(dataset, batch_size=3, **spawned))

    assert (
        str(thrown.value)
        .strip()
        .endswith(
            "Cannot collate a batch of 'JoustDataset': images have different numbers of boxes, which cannot be stacked;"
            " give DataLoader collate_fn=joust_torch.collate"
        )
    )


def test_a_training_goes_on_where_it_was(lake: Path) -> None:
    def opened() -> JoustDataset:
        return JoustDataset(lake, "bdd100k", seed=6, shard=(1, 2), **SMALL)

    dataset = opened()
    dataset.set_epoch(2)
    loader = data_loader(dataset, batch_size=4)
    delivered, states = [], []
    for _, targets in loader:
        delivered.append([target["image_id"] for target in targets])
        dataset.advance(len(targets))
        states.append(dataset.state_dict())

    resumed = opened()
    resumed.load_state_dict(pickle.loads(pickle.dumps(states[2])))

    rest = [[t["image_id"] for t in targets] for _, targets in data_loader(resumed, 4, num_workers=1)]
    assert rest == delivered[3:]
    assert len(resumed) == 30 - 12 and resumed.epoch == 2
    resumed.set_epoch(3)
    assert len(resumed) == 30
