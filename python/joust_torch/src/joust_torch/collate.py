# SPDX-License-Identifier: Apache-2.0
"""Batches of images with ragged boxes."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn

import torch
from torch.utils.data._utils.collate import default_collate_fn_map

from joust_torch.errors import InvalidRequestError

Target = dict[str, Any]


class Sample(NamedTuple):
    """An image ``[3, height, width]`` and its target: ``boxes``, ``labels``, ``image_id`` and the columns asked for."""

    image: torch.Tensor
    target: Target


def collate(samples: Sequence[tuple[torch.Tensor, Target]]) -> tuple[list[torch.Tensor], list[Target]]:
    """Return a batch as ``model(images, targets)`` of torchvision takes it; images have as many boxes as they have."""
    return [image for image, _ in samples], [target for _, target in samples]


def _refuse(
    batch: Sequence[Any],
    *,
    collate_fn_map: dict[type | tuple[type, ...], Callable[..., Any]] | None = None,
) -> NoReturn:
    raise InvalidRequestError(
        "Cannot collate a batch of 'JoustDataset': images have different numbers of boxes, which cannot be stacked;"
        " give DataLoader collate_fn=joust_torch.collate"
    )


# Otherwise PyTorch's own function fails with sizes of tensors, or delivers what no model takes where they agree.
default_collate_fn_map[Sample] = _refuse
