# SPDX-License-Identifier: Apache-2.0
import io
from pathlib import Path

import lance
import numpy as np
import pytest
import torch
import torchvision
from conftest import Shell
from PIL import Image

from joust_torch import BDD100K_CLASSES, JoustDataset, collate, data_loader


def stored(lake: Path, table: str, row_id: int) -> dict:
    every = lance.dataset(f"{lake}/{table}.lance").to_table(with_row_id=True).to_pylist()
    return next(row for row in every if row["_rowid"] == row_id)


def test_a_row_is_an_image_from_0_to_1_with_its_boxes_and_labels(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="train", columns=["weather"])

    image, target = dataset[3]

    row = stored(lake, "bdd100k", target["image_id"])
    by_pillow = np.array(Image.open(io.BytesIO(row["image_bytes"])).convert("RGB"))
    assert image.dtype == torch.float32 and image.is_contiguous()
    assert torch.equal(image, torch.from_numpy(by_pillow).permute(2, 0, 1) / 255)
    assert target["boxes"].tolist() == row["ann_bboxes"]
    assert target["labels"].tolist() == [1 + BDD100K_CLASSES.index(name) for name in row["ann_categories"]]
    assert target["boxes"].dtype == torch.float32 and target["labels"].dtype == torch.int64
    assert target["weather"] == row["weather"]
    assert set(target) == {"boxes", "labels", "image_id", "weather"}


def test_boxes_are_stretched_with_their_image(lake: Path) -> None:
    whole = JoustDataset(lake, "plan", split="train")[0]
    small = JoustDataset(lake, "plan", split="train", size=(160, 45), dtype=torch.uint8)[0]

    assert whole.image.shape == (3, 180, 320)
    assert small.image.shape == (3, 45, 160) and small.image.dtype == torch.uint8
    assert torch.allclose(small.target["boxes"], whole.target["boxes"] * torch.tensor([0.5, 0.25, 0.5, 0.25]))


def test_rows_come_in_the_order_of_the_dataset_whatever_is_asked_together(lake: Path) -> None:
    dataset = JoustDataset(lake, "bdd100k", seed=3, nulls="empty", size=(32, 18))
    ids = dataset.row_ids()

    assert [s.target["image_id"] for s in dataset.__getitems__([5, 0, 5, 59])] == [ids[5], ids[0], ids[5], ids[59]]
    assert dataset[-1].target["image_id"] == ids[-1]
    assert len(list(dataset)) == 60
    with pytest.raises(IndexError, match=r"^Cannot load row 60 of 'bdd100k': it has 60; use 0 to 59$"):
        dataset[60]


def test_rows_without_annotations_are_left_out_or_without_objects(joust: Shell) -> None:
    labelled = joust("count", "bdd100k", "--where", "ann_bboxes IS NOT NULL")["count"]
    by_java = JoustDataset(joust.lake, "bdd100k", where="ann_bboxes IS NOT NULL", seed=4)

    skipped = JoustDataset(joust.lake, "bdd100k", nulls="skip", seed=4)
    empty = JoustDataset(joust.lake, "bdd100k", nulls="empty", where="ann_bboxes IS NULL")

    assert len(skipped) == labelled == 54
    assert skipped.order_hash == by_java.order_hash
    assert empty[0].target["boxes"].shape == (0, 4) and empty[0].target["labels"].shape == (0,)


def test_classes_say_which_label_a_category_has(lake: Path) -> None:
    some = JoustDataset(lake, "plan", split="train", classes={"car": 3, "person": 1}, others="skip")
    every = JoustDataset(lake, "plan", split="train")

    car, person = 1 + BDD100K_CLASSES.index("car"), 1 + BDD100K_CLASSES.index("person")
    for mine, theirs in zip(some, every, strict=True):
        kept = [{car: 3, person: 1}[label] for label in theirs.target["labels"].tolist() if label in (car, person)]
        assert mine.target["labels"].tolist() == kept


def test_shards_divide_the_rows_as_java_divides_them(joust: Shell) -> None:
    whole = JoustDataset(joust.lake, "bdd100k", seed=2, nulls="empty").row_ids()

    parts = [JoustDataset(joust.lake, "bdd100k", seed=2, nulls="empty", shard=(r, 7)) for r in range(7)]
    equal = [JoustDataset(joust.lake, "bdd100k", nulls="empty", shard=(r, 7), equal_shards=True) for r in range(7)]

    assert [part.row_ids() for part in parts] == [whole[r::7] for r in range(7)]
    assert {part.order_hash for part in parts} == {parts[0].order_hash}
    assert [len(part) for part in parts] == [9, 9, 9, 9, 8, 8, 8]
    assert {len(part) for part in equal} == {8}


def test_a_transform_sees_image_and_target(lake: Path) -> None:
    dataset = JoustDataset(
        lake, "plan", split="val", transform=lambda image, target: (image.flip(-1), target | {"x": 1})
    )

    plain = JoustDataset(lake, "plan", split="val")[0].image
    assert torch.equal(dataset[0].image, plain.flip(-1))
    assert dataset[0].target["x"] == 1


def test_torchvisions_detector_trains_on_a_batch(lake: Path) -> None:
    torch.manual_seed(1)
    model = torchvision.models.detection.fasterrcnn_mobilenet_v3_large_320_fpn(
        weights=None, weights_backbone=None, num_classes=1 + len(BDD100K_CLASSES)
    )

    for images, targets in data_loader(JoustDataset(lake, "rider_plan"), batch_size=2):
        losses = model.train()(images, targets)
        break

    assert all(torch.isfinite(loss) for loss in losses.values())


def test_collate_keeps_ragged_boxes(lake: Path) -> None:
    dataset = JoustDataset(lake, "plan", split="train")

    images, targets = collate(dataset.__getitems__([0, 1, 2]))

    assert [type(images), type(targets), len(images), len(targets)] == [list, list, 3, 3]
    assert images[0].shape == (3, 180, 320)
