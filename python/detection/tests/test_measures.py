# SPDX-License-Identifier: Apache-2.0
import pytest
import torch

from detection.classes import Found, compared
from detection.measures import Truth, measure

RIDER = [100.0, 100.0, 150.0, 200.0]
PERSON = [300.0, 100.0, 340.0, 200.0]
CAR = [500.0, 100.0, 600.0, 160.0]


def found(*things: tuple[str, list[float], float]) -> Found:
    names = [name for name, _, _ in things]
    boxes = torch.tensor([box for _, box, _ in things]).reshape(-1, 4)
    return compared(boxes, names, torch.tensor([score for _, _, score in things]))


def truth(**boxes: list[float]) -> Truth:
    return Truth(torch.tensor(list(boxes.values())), list(boxes))


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
