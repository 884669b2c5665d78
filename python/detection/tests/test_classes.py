# SPDX-License-Identifier: Apache-2.0
import pytest
import torch

from detection.classes import COCO_LABELS, COMPARED, Classes, compared, rider_parts
from joust_torch import BDD100K_CLASSES


def target(**boxes: list[float]) -> dict[str, torch.Tensor]:
    labels = [BDD100K_CLASSES.index(name.replace("_", " ")) + 1 for name in boxes]
    return {"boxes": torch.tensor(list(boxes.values())), "labels": torch.tensor(labels)}


def test_a_rider_is_labelled_as_coco_would_by_a_person_and_a_bicycle_below() -> None:
    person, bicycle = rider_parts([100.0, 50.0, 200.0, 150.0])

    assert person == pytest.approx([127.5, 50, 172.5, 135])
    assert bicycle == pytest.approx([100, 92, 200, 150])


def test_coco_knows_neither_riders_nor_signs() -> None:
    classes = Classes.of("coco")

    labelled = classes.labelled(target(car=[0, 0, 9, 9], rider=[10, 10, 20, 40], traffic_sign=[1, 1, 5, 5]))

    assert [classes.names[label - 1] for label in labelled["labels"]] == ["car", "person", "bicycle"]
    assert set(classes.names) == set(COCO_LABELS.values())


def test_bdd_keeps_its_ten_classes_of_detection() -> None:
    classes = Classes.of("bdd")

    labelled = classes.labelled(target(rider=[10, 10, 20, 40], other_vehicle=[1, 1, 5, 5]))

    assert len(classes.names) == 10
    assert labelled["labels"].tolist() == [classes.names.index("rider") + 1]
    assert labelled["boxes"].tolist() == [[10, 10, 20, 40]]


def test_a_frame_without_things_stays_without() -> None:
    labelled = Classes.of("coco").labelled({"boxes": torch.zeros(0, 4), "labels": torch.zeros(0, dtype=torch.int64)})

    assert labelled["boxes"].shape == (0, 4)


def test_a_person_and_a_rider_in_one_place_count_once() -> None:
    boxes = torch.tensor([[0.0, 0, 10, 20], [0.0, 0, 10, 21], [50.0, 0, 60, 20]])

    found = compared(boxes, ["person", "rider", "traffic sign"], torch.tensor([0.6, 0.9, 0.8]))

    assert found.labels.tolist() == [COMPARED.index("person or rider") + 1]
    assert found.scores.tolist() == pytest.approx([0.9])


def test_other_classes_are_refused() -> None:
    with pytest.raises(ValueError) as refused:
        Classes.of("voc")
    assert str(refused.value) == "Cannot label as 'voc': the classes are 'bdd' or 'coco'; choose one of these"
