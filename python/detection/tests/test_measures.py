# SPDX-License-Identifier: Apache-2.0
import pytest
import torch

from detection.classes import Found, compared, rider_parts
from detection.measures import measure
from detection.truths import Truth

RIDER = [100.0, 100.0, 150.0, 200.0]
PERSON = [300.0, 100.0, 340.0, 200.0]
CAR = [500.0, 100.0, 600.0, 160.0]


def found(*things: tuple[str, list[float], float]) -> Found:
    names = [name for name, _, _ in things]
    boxes = torch.tensor([box for _, box, _ in things]).reshape(-1, 4)
    return compared(boxes, names, torch.tensor([score for _, _, score in things]))


def truth(**boxes: list[float]) -> Truth:
    return Truth.of(torch.tensor(list(boxes.values())).reshape(-1, 4), list(boxes))


def test_all_found_and_nothing_else_is_one() -> None:
    measures = measure([found(("rider", RIDER, 0.9), ("car", CAR, 0.8))], [truth(rider=RIDER, car=CAR)], sought="rider")

    assert measures.average_precision == {"person or rider": pytest.approx(1), "car": pytest.approx(1)}
    assert (measures.recall, measures.sought_boxes, measures.recall_of_frames) == (1.0, 1, [(1, 1)])


def test_recall_is_of_the_sought_class_alone_and_needs_a_score_of_one_half() -> None:
    frames = [truth(rider=RIDER, person=PERSON), truth(rider=RIDER), truth(car=CAR)]
    seen = [
        found(("person", RIDER, 0.5)),  # a model without riders finds one as a person
        found(("rider", RIDER, 0.49)),
        found(("car", CAR, 0.9)),
    ]

    measures = measure(seen, frames, sought="rider")

    assert (measures.recall, measures.sought_boxes) == (0.5, 2)
    assert measures.recall_of_frames == [(1, 1), (0, 1), (0, 0)]
    assert measures.average_precision["person or rider"] == pytest.approx(2 / 3, abs=0.01)
    assert measure(seen, frames, sought="person").recall == 0.0


def test_half_a_rider_is_no_rider() -> None:
    upper = [100.0, 100.0, 150.0, 148.0]

    measures = measure([found(("person", upper, 0.9))], [truth(rider=RIDER)], sought="rider")

    assert measures.recall == 0.0
    assert measures.mean_average_precision == 0.0


def test_a_detector_that_finds_nothing_is_zero() -> None:
    measures = measure([found()], [truth(person=PERSON, **{"traffic sign": CAR})], sought="person")

    assert measures.average_precision == {"person or rider": 0.0}
    assert (measures.recall, measures.sought_boxes) == (0.0, 1)


def test_machines_below_riders_are_neither_right_nor_wrong() -> None:
    inside, beside = [100.0, 140.0, 150.0, 200.0], [200.0, 140.0, 250.0, 200.0]
    bicycle = [400.0, 100.0, 450.0, 150.0]
    frames = [truth(rider=RIDER, bicycle=bicycle)]

    below = measure([found(("bicycle", inside, 0.9), ("bicycle", bicycle, 0.8))], frames, sought="rider")
    elsewhere = measure([found(("bicycle", beside, 0.9), ("bicycle", bicycle, 0.8))], frames, sought="rider")

    assert below.average_precision["bicycle"] == pytest.approx(1)
    assert elsewhere.average_precision["bicycle"] == pytest.approx(0.5)
    assert "motorcycle" not in below.average_precision
    assert (below.recall, below.sought_boxes) == (0.0, 1)


def test_a_model_of_cocos_classes_is_also_measured_on_labels_as_coco_has_them() -> None:
    square = [100.0, 100.0, 200.0, 200.0]
    person, bicycle = rider_parts(square)
    frames = [truth(rider=square, car=CAR, **{"traffic sign": PERSON})]
    seen = [found(("person", person, 0.9), ("bicycle", bicycle, 0.8), ("car", CAR, 0.7))]

    as_labelled, as_coco = measure(seen, frames, "rider"), measure(seen, [frames[0].as_coco()], "rider")

    assert as_labelled.recall == 0.0
    assert (as_coco.recall, as_coco.sought_boxes) == (1.0, 1)
    assert as_coco.average_precision == {name: pytest.approx(1) for name in ("person or rider", "bicycle", "car")}
    assert measure([frames[0].as_coco().all_found()], frames, "rider").recall == 0.0
    narrow = [truth(rider=RIDER)]
    assert measure([narrow[0].as_coco().all_found()], narrow, "rider").recall == 1.0


def test_recall_of_nothing_is_not_defined() -> None:
    measures = measure([found(("car", CAR, 0.9))], [truth()], sought="rider")

    assert (measures.recall, measures.sought_boxes, measures.mean_average_precision) == (None, 0, None)
