# SPDX-License-Identifier: Apache-2.0
import pytest
import torch

from detection.classes import Classes
from detection.detectors import new_detector
from detection.settings import Settings
from detection.speed import Told, flops_of_step, peak_tflops
from detection.training import _schedule


def test_rates_and_shares_are_of_the_time_since_the_first_batch() -> None:
    told = Told(images=300, seconds=20.0, waited_seconds=1.0, flops_of_image=4e12 / 300)

    assert told.images_per_second == 15
    assert told.wait_share == 0.05
    assert told.mfu(peak=2.0) == pytest.approx(0.1)
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


def test_counting_operations_changes_neither_the_model_nor_the_random_numbers() -> None:
    model = new_detector("small", Classes.of("bdd")).model.train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    target = {"boxes": torch.tensor([[10.0, 10, 40, 60]]), "labels": torch.tensor([1])}
    torch.manual_seed(3)
    expected = torch.rand(4)

    torch.manual_seed(3)
    flops_of_step(model, [torch.rand(3, 96, 160, generator=torch.Generator())], [target], amp=False)

    assert torch.equal(torch.rand(4), expected)
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())


def test_gpus_are_known_by_what_they_call_themselves() -> None:
    peaks = {
        "NVIDIA A100-SXM4-80GB": 312,
        "NVIDIA A10G": 70,
        "NVIDIA A10": 125,
        "NVIDIA H100 80GB HBM3": 989,
        "NVIDIA H100 PCIe": 756,
        "NVIDIA H200": 989,
        "NVIDIA L4": 121,
        "NVIDIA L40S": 362,
        "Tesla T4": 65,
        "Tesla V100-SXM2-16GB": 125,
        "Some Other": None,
    }

    assert {name: peak_tflops(name) for name in peaks} == peaks


@pytest.mark.parametrize("steps", [1, 2, 3, 9, 10, 11, 15, 20, 21, 100])
def test_any_number_of_steps_has_a_rate_that_rises_and_falls(steps: int) -> None:
    settings = Settings(steps, 8, 0.01, None, 0, 0, 1, "cpu")
    optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=0.01)
    schedule = _schedule(optimizer, settings)

    rates = []
    for _ in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()

    assert min(rates) > 0 and max(rates) <= 0.01 + 1e-9
    if steps in (20, 100):
        assert max(rates) == pytest.approx(0.01) and rates.index(max(rates)) == steps // 10 - 1
        assert rates[-1] < rates[0]
