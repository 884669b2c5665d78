# SPDX-License-Identifier: Apache-2.0
import torch

from detection.classes import Classes
from detection.crops import Examples


def sample() -> tuple[list[torch.Tensor], list[dict[str, torch.Tensor]]]:
    """A frame whose values tell their column; a person and a rider, each with their own pixels."""
    image = torch.arange(640.0).repeat(3, 360, 1) / 640
    boxes = torch.tensor([[100.0, 100, 140, 200], [400.0, 200, 460, 300]])
    return [image] * 4, [{"boxes": boxes, "labels": torch.tensor([1, 2])}] * 4


def test_a_step_has_the_same_examples_whenever_it_is_made() -> None:
    examples = Examples(Classes.of("bdd"), (352, 224), seed=5)

    first, again, other = examples.of(3, *sample()), examples.of(3, *sample()), examples.of(4, *sample())

    assert all(torch.equal(a, b) for a, b in zip(first[0], again[0], strict=True))
    assert all(torch.equal(a["boxes"], b["boxes"]) for a, b in zip(first[1], again[1], strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(first[0], other[0], strict=True))


def test_boxes_move_with_the_pixels_they_are_around() -> None:
    examples = Examples(Classes.of("bdd"), (352, 224), seed=1)
    columns_by_label = {1: (100, 140), 2: (400, 460)}

    seen = 0
    for step in range(20):
        for image, target in zip(*examples.of(step, *sample()), strict=True):
            assert image.shape == (3, 224, 352)
            assert (target["boxes"] >= 0).all()
            for (x1, _, x2, _), label in zip(target["boxes"].tolist(), target["labels"].tolist(), strict=True):
                columns = (image[0, 0, int(x1) : int(x2)] * 640).round()
                left, right = columns_by_label[label]
                assert left - 1 <= columns.min() and columns.max() <= right + 1
                seen += 1
    assert seen > 80


def test_a_whole_frame_stays_whole() -> None:
    images, targets = Examples(Classes.of("bdd"), None, seed=1).of(0, *sample())

    assert {tuple(image.shape) for image in images} == {(3, 360, 640)}
    assert all(len(target["boxes"]) == 2 for target in targets)
