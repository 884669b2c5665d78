# SPDX-License-Identifier: Apache-2.0
"""What is left of boxes in a crop of their image."""

from __future__ import annotations

import torch

# Smaller boxes, in pixels, teach nothing but noise.
SMALLEST_PIXELS = 3.0
SMALLEST_SEEN_SHARE = 0.4


def cut(boxes: torch.Tensor, left: int, top: int, width: int, height: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Boxes `[n, 4]` in pixels of the crop, and which of them `[n]` are large enough and seen enough to be learnt."""
    moved = boxes - torch.tensor([left, top, left, top], dtype=torch.float32)
    seen = torch.minimum(moved.clamp(min=0), torch.tensor([width, height] * 2, dtype=torch.float32))
    sides = seen[:, 2:] - seen[:, :2]
    share = sides.prod(1) / (moved[:, 2:] - moved[:, :2]).prod(1).clamp(min=1e-6)
    return seen, (sides.amin(1) >= SMALLEST_PIXELS) & (share >= SMALLEST_SEEN_SHARE)


def mirrored(boxes: torch.Tensor, width: int) -> torch.Tensor:
    """Boxes `[n, 4]` of the image whose left and right are exchanged."""
    return torch.stack([width - boxes[:, 2], boxes[:, 1], width - boxes[:, 0], boxes[:, 3]], 1)
