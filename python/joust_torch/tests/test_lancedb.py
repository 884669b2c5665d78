# SPDX-License-Identifier: Apache-2.0
"""LanceDB's own Permutation reads what Joust saved."""

import lancedb
import pytest
from conftest import Shell
from lancedb.permutation import Permutation, Permutations

from joust_torch import JoustDataset


@pytest.mark.parametrize(("name", "table", "split"), [("plan", "bdd100k", "train"), ("rider_plan", "riders", "all")])
def test_lancedb_opens_a_saved_permutation(joust: Shell, name: str, table: str, split: str) -> None:
    db = lancedb.connect(str(joust.lake))

    theirs = Permutation.from_tables(db.open_table(table), db.open_table(name), split).select_columns(["image_id"])

    mine = JoustDataset(joust.lake, name, split=split, columns=["weather"], size=(32, 18))
    named = {row["_rowid"]: row["image_id"] for row in joust("query", table, "--select", "image_id", "--row-id")}
    rows = [row["image_id"] for row in theirs.__getitems__(list(range(len(theirs))))]
    assert rows == [named[row_id] for row_id in mine.row_ids()]


def test_lancedb_knows_the_names_of_the_splits(joust: Shell) -> None:
    db = lancedb.connect(str(joust.lake))

    splits = Permutations(db.open_table("bdd100k"), db.open_table("plan"))

    assert splits.split_names == ["train", "val"]
    assert len(splits["val"]) == joust("permutation", "show", "plan")["splits"]["val"]


def test_lancedb_opens_a_view(joust: Shell) -> None:
    table = lancedb.connect(str(joust.lake)).open_table("riders")

    identity = Permutation.identity(table).select_columns(["image_id", "ann_bboxes"])

    rows = joust("query", "riders", "--select", "image_id")
    mine = JoustDataset(joust.lake, "riders")
    assert len(identity) == len(mine) == len(rows) > 0
    # A step of the whole size, because a last, shorter batch is left out by its plain loop.
    read = [row["image_id"] for batch in identity.iter(len(identity), skip_last_batch=False) for row in batch]
    assert read == [row["image_id"] for row in rows]
