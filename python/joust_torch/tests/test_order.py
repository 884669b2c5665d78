# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
from conftest import Shell

from joust_torch import JoustDataset, order_hash, shuffled

# RowOrderTest of core has the same numbers: seed, epoch, rows in a clump, hash.
BY_JAVA = [
    (0, 0, 1, "ebc5d109615e256f13e6e7aa746ed5b7d62164e368549236825846b18bd6ddad"),
    (42, 0, 1, "37e97f2f3d1bf2010411ab98b9e4e2f86753eb7a39e5c8bb8ccf7fe4ae3c4866"),
    (42, 1, 1, "608488a289469f0bc2015909fcc23cf5b85af00d0a0840c5b5cb8c30341454d6"),
    (42, 7, 1, "11d8e41f6b7a96d4984d753336bb87f7fd5e49b9dfbcaa8e29d9168fc8bdbf37"),
    (-1, 3, 1, "b5b3dcb7fe154d2504cb003b0b8ea550e3b19c7496db13d5ebffb45aa7db77d1"),
    (-(2**63), 2**31 - 1, 1, "ab9d00b028fc89ac420ed96558ca7be4dded6c2bc165082d2bef3605c0462813"),
    (42, 0, 4, "a60a7c348caf743c7d95fbe62e9a090b7ec62c7726930904d92a21742f5923cc"),
    (42, 5, 7, "566ccee94cc580618a03bb11fcbae4c329c0d992f7406872c6b2900060a569bf"),
    (9, 2, 1000, "1eb59640bbaba7fca63e5bd5733ac56d56b7dac0511c9ec336f669b09e5bde98"),
]


@pytest.mark.parametrize(("seed", "epoch", "clump_rows", "by_java"), BY_JAVA)
def test_rows_are_mixed_as_java_mixes_them(seed: int, epoch: int, clump_rows: int, by_java: str) -> None:
    row_ids = np.uint64(1 << 40) + np.uint64(3) * np.arange(1000, dtype=np.uint64)

    mixed = shuffled(row_ids, seed, epoch, clump_rows)

    assert order_hash(mixed) == by_java
    assert sorted(mixed.tolist()) == row_ids.tolist()


def test_no_row_and_one_row_stay_as_they_are() -> None:
    assert shuffled(np.empty(0, dtype=np.uint64), 1).tolist() == []
    assert shuffled(np.array([7], dtype=np.uint64), 1, 3).tolist() == [7]


@pytest.mark.parametrize("seed", [0, 42, -(2**63)])
def test_a_table_has_the_order_that_the_loader_of_java_prints(joust: Shell, seed: int) -> None:
    by_java = joust("loader", "bdd100k", "--seed", str(seed), "--columns", "image_id")

    dataset = JoustDataset(joust.lake, "bdd100k", seed=seed, nulls="empty")

    assert dataset.order_hash == by_java["order_hash"]
    assert dataset.version == by_java["version"]
    assert order_hash(np.array(dataset.row_ids(), dtype=np.uint64)) == by_java["order_hash"]


@pytest.mark.parametrize("name", ["plan", "clumps", "rider_plan"])
def test_a_stored_permutation_has_the_order_that_java_prints(joust: Shell, name: str) -> None:
    shown = joust("permutation", "show", name)

    for split, by_java in shown["split_order_hashes"].items():
        dataset = JoustDataset(joust.lake, name, split=split)
        assert dataset.order_hash == by_java
        assert (dataset.table, dataset.version) == (shown["table"], shown["version"])
        assert len(dataset) == shown["splits"][split]


def test_a_permutation_can_be_mixed_by_another_seed(joust: Shell) -> None:
    by_java = joust("loader", "plan", "--split", "train", "--seed", "11", "--columns", "image_id")

    assert JoustDataset(joust.lake, "plan", split="train", seed=11).order_hash == by_java["order_hash"]


def test_rows_that_were_updated_and_deleted_keep_the_order_of_java(joust: Shell, new_lake) -> None:
    changed = new_lake("changed")
    changed("permutation", "create", "bdd100k", "--name", "before", "--seed", "1")
    changed("update", "bdd100k", "--set", "scene='tunnel'", "--where", "weather = 'clear'")
    changed("delete", "bdd100k", "--where", "timeofday = 'night' AND scene <> 'tunnel'")
    by_java = changed("loader", "bdd100k", "--seed", "5", "--columns", "image_id")

    dataset = JoustDataset(changed.lake, "bdd100k", seed=5, nulls="empty", columns=["image_id"], size=(32, 18))

    assert dataset.order_hash == by_java["order_hash"]
    named = {row["_rowid"]: row["image_id"] for row in changed("query", "bdd100k", "--select", "image_id", "--row-id")}
    assert [dataset[i].target["image_id"] for i in range(len(dataset))] == [named[i] for i in dataset.row_ids()]
    before = JoustDataset(changed.lake, "before", nulls="empty")
    assert len(before) == 60 > len(dataset)
    assert before.order_hash == changed("permutation", "show", "before")["order_hash"]
