# SPDX-License-Identifier: Apache-2.0
import pytest
import torch

from detection.classes import Classes
from detection.detectors import new_detector
from detection.training import Told, flops_of_step


def test_rates_and_shares_are_of_the_time_since_the_first_batch() -> None:
    told = Told(images=300, seconds=20.0, waited_seconds=1.0, flops=4e12)

    assert told.images_per_second == 15
    assert told.wait_share == 0.05
    assert told.mfu(peak_tflops=2.0) == pytest.approx(0.1)
    assert Told().images_per_second == Told().wait_share == Told().mfu(1.0) == 0


def test_operations_of_a_step_grow_with_its_images_and_leave_no_gradients() -> None:
    model = new_detector("small", Classes.of("bdd")).model.train()
    image = torch.rand(3, 96, 160)
    target = {"boxes": torch.tensor([[10.0, 10, 40, 60]]), "labels": torch.tensor([1])}

    one = flops_of_step(model, [image], [target], amp=False)
    four = flops_of_step(model, [image] * 4, [target] * 4, amp=False)

    assert one > 1e8
    assert four == pytest.approx(4 * one, rel=0.3)
    assert all(parameter.grad is None for parameter in model.parameters())
