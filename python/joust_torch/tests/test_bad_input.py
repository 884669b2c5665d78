# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from conftest import Shell

from joust_torch import BadRowError, InvalidRequestError, JoustDataset, JoustError, NotFoundError, data_loader

COLUMNS = (
    "'image_id', 'video_name', 'image_bytes', 'width', 'height', 'weather', 'scene', 'timeofday', 'timestamp', 'split',"
    " 'ann_categories', 'ann_bboxes', 'ann_occluded', 'has_rider'"
)

REFUSED: list[tuple[str, dict[str, Any], type[JoustError], str]] = [
    (
        "plan",
        {"split": "trian"},
        NotFoundError,
        "Cannot find split 'trian' in permutation 'plan': it has no split of this name; the nearest is 'train'",
    ),
    (
        "plan",
        {},
        InvalidRequestError,
        "Cannot load permutation 'plan': it has the splits 'train', 'val'; name one with split=",
    ),
    (
        "plan",
        {"split": "val", "where": "has_rider"},
        InvalidRequestError,
        "Cannot load permutation 'plan': it has its rows and their version already; give the filter or the version when"
        " you create it",
    ),
    (
        "riders",
        {"split": "train"},
        InvalidRequestError,
        "Cannot load split 'train' of 'riders': it is no permutation; make one with joust permutation create, or leave"
        " split out",
    ),
    (
        "nobody",
        {},
        InvalidRequestError,
        "Cannot load table 'nobody': it has no rows; refresh it if it is a view, or choose another one",
    ),
    (
        "bdd100k",
        {"where": "width < 0"},
        InvalidRequestError,
        "Cannot load table 'bdd100k': none of its 60 rows match width < 0; choose another filter",
    ),
    (
        "bdd100k",
        {"nulls": "empty", "shard": (0, 61)},
        InvalidRequestError,
        "Cannot load table 'bdd100k' in 61 parts: there are 60 rows; use at most as many parts as rows",
    ),
    (
        "bdd100k",
        {"nulls": "empty", "shard": (2, 2)},
        InvalidRequestError,
        "Cannot load table 'bdd100k': shard is (2, 2); give a rank from 0 to below the number of parts",
    ),
    (
        "bdd100k",
        {},
        InvalidRequestError,
        "Cannot load table 'bdd100k': 6 of 60 rows are NULL in 'ann_bboxes', 'ann_categories'; leave them out with"
        " nulls='skip', or take them as without objects with nulls='empty'",
    ),
    (
        "bdd100k",
        {"nulls": "skip", "where": "ann_bboxes IS NULL"},
        InvalidRequestError,
        "Cannot load table 'bdd100k': all its rows are NULL in 'ann_bboxes', 'ann_categories'; label some, or give"
        " nulls='empty'",
    ),
    (
        "bdd100l",
        {},
        NotFoundError,
        "Cannot open table 'bdd100l': there is none in lake '{lake}'; the nearest is 'bdd100k'",
    ),
    (
        "bdd100k",
        {"columns": ["wether"]},
        NotFoundError,
        "Cannot load table 'bdd100k': there is no column 'wether'; the columns are " + COLUMNS,
    ),
    (
        "bdd100k",
        {"size": (0, 3)},
        InvalidRequestError,
        "Cannot load table 'bdd100k': size is (0, 3); give (width, height) in pixels",
    ),
    (
        "bdd100k",
        {"dtype": torch.int64},
        InvalidRequestError,
        "Cannot load table 'bdd100k': dtype is torch.int64; give torch.float32 or torch.uint8",
    ),
    (
        "bdd100k",
        {"nulls": "drop"},
        InvalidRequestError,
        "Cannot use nulls='drop': it is 'fail', 'skip', 'empty'; choose one of these",
    ),
    (
        "bdd100k",
        {"classes": ["car", "car"]},
        InvalidRequestError,
        "Cannot use the classes 'car', 'car': one is there twice; name each once",
    ),
    (
        "bdd100k",
        {"classes": {"car": 0}},
        InvalidRequestError,
        "Cannot use the classes 'car': a label is below 1; count from 1, as 0 is the background",
    ),
]


@pytest.mark.parametrize(("name", "options", "kind", "message"), REFUSED)
def test_what_does_not_fit_is_refused_when_opened(
    lake: Path, name: str, options: dict[str, Any], kind: type[JoustError], message: str
) -> None:
    with pytest.raises(kind) as thrown:
        JoustDataset(lake, name, **options)

    assert str(thrown.value) == message.replace("{lake}", str(lake))


def test_sql_that_is_wrong_is_told_with_what_lance_says(lake: Path) -> None:
    with pytest.raises(InvalidRequestError) as thrown:
        JoustDataset(lake, "bdd100k", where="nix > 3")

    assert str(thrown.value).startswith("Cannot load table 'bdd100k' where nix > 3: ")
    assert "No field named nix" in str(thrown.value)
    assert str(thrown.value).endswith("; give SQL that is true or false for a row")


def test_a_batch_larger_than_the_table_is_refused(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="val")

    with pytest.raises(InvalidRequestError) as thrown:
        data_loader(dataset, batch_size=64)

    assert str(thrown.value) == (
        "Cannot load table 'bdd100k' in batches of 64 rows: there are 11; use batches of at most 11"
    )


def test_a_loader_that_shuffles_is_refused(lake: Path) -> None:
    with pytest.raises(InvalidRequestError) as thrown:
        data_loader(JoustDataset(lake, "plan", split="val"), batch_size=2, shuffle=True)

    assert str(thrown.value) == (
        "Cannot shuffle table 'bdd100k' in a DataLoader: its order would be another one each time; give the"
        " dataset a seed"
    )


def test_a_lake_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as missing:
        JoustDataset(tmp_path / "nowhere", "bdd100k")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotFoundError) as file:
        JoustDataset(tmp_path / "file", "bdd100k")

    assert str(missing.value) == (
        f"Cannot open lake '{tmp_path}/nowhere': there is no such folder; give the folder that joust has as --lake"
    )
    assert str(file.value) == f"Cannot open lake '{tmp_path}/file': it is a file; a lake is a folder of tables"


def test_a_store_that_does_not_answer_is_told() -> None:
    options = {
        "aws_endpoint": "http://127.0.0.1:9",
        "allow_http": "true",
        "aws_access_key_id": "a",
        "aws_secret_access_key": "b",
        "aws_region": "r",
        "client_max_retries": "0",
        "connect_timeout": "2s",
    }

    with pytest.raises(JoustError) as thrown:
        JoustDataset("s3://nobody/lake", "bdd100k", storage_options=options)

    assert str(thrown.value).startswith("Cannot open table 'bdd100k' of lake 's3://nobody/lake': ")
    assert str(thrown.value).endswith("; check the name, the URI and storage_options")


def test_a_version_that_was_removed_is_told_with_those_there_are(new_lake: Callable[[str], Shell]) -> None:
    joust = new_lake("versions")
    old = JoustDataset(joust.lake, "bdd100k", nulls="empty").version
    joust("update", "bdd100k", "--set", "scene='x'", "--where", "true")
    joust("update", "bdd100k", "--set", "scene='y'", "--where", "true")
    version = joust("optimize", "bdd100k", "--keep-days", "0")["version"]

    with pytest.raises(NotFoundError) as thrown:
        JoustDataset(joust.lake, "bdd100k", version=old)

    there = [row["version"] for row in joust("versions", "bdd100k")]
    assert version in there and old not in there
    named = str(there[0]) if len(there) == 1 else f"{min(there)}-{max(there)}"
    assert str(thrown.value) == (
        f"Cannot open version {old} of table 'bdd100k': its versions are {named}; choose one of these"
    )


def test_a_category_without_a_class_is_told(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="train", classes=["train"])

    with pytest.raises(BadRowError) as thrown:
        list(dataset)

    text = str(thrown.value)
    assert text.startswith("Cannot load row ")
    assert text.endswith(
        "is not among the classes 'train'; add it to classes, or leave such objects out with others='skip'"
    )


def test_a_broken_image_is_told_with_its_row(new_lake: Callable[[str], Shell]) -> None:
    joust = new_lake("broken")
    joust("update", "bdd100k", "--set", "image_bytes=arrow_cast('no image', 'LargeBinary')", "--where", "split = 'val'")
    joust("update", "bdd100k", "--set", "image_bytes=NULL", "--where", "split = 'test'")
    rows = {row["split"]: row["_rowid"] for row in joust("query", "bdd100k", "--select", "split", "--row-id")}

    for split, why in (
        ("val", "its image cannot be decoded (cannot identify image file"),
        ("test", 'its image is NULL; leave it out with where="image_bytes IS NOT NULL"'),
    ):
        dataset = JoustDataset(joust.lake, "bdd100k", where=f"split = '{split}'", nulls="empty")
        last = dataset.row_ids().index(rows[split])
        with pytest.raises(BadRowError) as thrown:
            dataset[last]
        assert str(thrown.value).startswith(f"Cannot load row {rows[split]} of table 'bdd100k': {why}")


@pytest.mark.parametrize("key", ["table", "version", "order_hash", "seed", "rank", "world"])
def test_a_checkpoint_of_other_rows_is_refused(lake: Path, key: str) -> None:
    dataset = JoustDataset(lake, "plan", split="val", seed=1)
    state = dataset.state_dict()

    with pytest.raises(InvalidRequestError) as thrown:
        dataset.load_state_dict(state | {key: 77})

    more = ", with version=77" if key == "version" else ""
    assert str(thrown.value) == (
        f"Cannot go on with 'plan': its {key} is {state[key]} and that of the checkpoint is 77; open the dataset as it"
        f" was then{more}"
    )


def test_rows_beyond_the_epoch_are_no_progress(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="val")

    with pytest.raises(InvalidRequestError) as thrown:
        dataset.advance(12)

    assert str(thrown.value) == "Cannot advance 'plan' by 12 rows: 0 of 11 are used; give those of one batch"
    with pytest.raises(InvalidRequestError, match=r"^Cannot begin epoch '-1': epochs count from 0; give another one$"):
        dataset.set_epoch(-1)
