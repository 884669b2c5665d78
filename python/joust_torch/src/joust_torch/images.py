# SPDX-License-Identifier: Apache-2.0
"""Encoded images as tensors."""

import io
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image


@dataclass(frozen=True)
class Decoder:
    """Decodes a JPEG or PNG to RGB ``[3, height, width]``: uint8, or float32 from 0 to 1.

    ``size`` is (width, height), to which images are stretched; None leaves each at its own size. An orientation in EXIF
    is not applied, as boxes are in pixels of what is stored.
    """

    size: tuple[int, int] | None
    dtype: torch.dtype

    def decode(self, encoded: bytes) -> tuple[torch.Tensor, tuple[int, int]]:
        """Return the tensor and the stored size, width first; whatever Pillow throws says what is broken."""
        with Image.open(io.BytesIO(encoded)) as image:
            stored = image.size
            if self.size is not None:
                # JPEG only: halves while it decodes, never below the size that was asked for.
                image.draft("RGB", self.size)
            rgb = image.convert("RGB")
        if self.size is not None and rgb.size != self.size:
            rgb = rgb.resize(self.size, Image.Resampling.BILINEAR)
        pixels = torch.from_numpy(np.array(rgb, dtype=np.uint8)).permute(2, 0, 1)
        if self.dtype == torch.uint8:
            # A view: whoever makes a batch of images lays them out anyway.
            return pixels, stored
        planes = torch.empty(pixels.shape, dtype=self.dtype)
        return torch.div(pixels, 255, out=planes), stored
