# SPDX-License-Identifier: Apache-2.0
"""The pair of encoders: images through the trunk, words through two small transformer layers, both to 512 numbers."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

import beside  # noqa: F401
from detection.small import WIDTHS, Quarters
from trunk import MAPS, Trunk

EMBEDDING = 512
POOLED = WIDTHS[-1] * 5 + 2 * len(MAPS)
MAX_TOKENS = 48


def pooled(last: torch.Tensor, maps: torch.Tensor) -> torch.Tensor:
    """What a frame shows and where, of features and maps: [batch, POOLED]."""
    quarters = torch.flatten(Quarters()(last), 1)
    highest = torch.amax(last, dim=(2, 3))
    surest = torch.amax(maps, dim=(2, 3))
    amount = torch.sum(torch.sigmoid(maps), dim=(2, 3))
    return torch.cat([quarters, highest, surest, torch.log1p(amount)], 1)


class ImageProjection(nn.Module):
    """Pooled features as an embedding; what is pooled is first brought to one scale."""

    def __init__(self, hidden: int = 320) -> None:
        super().__init__()
        self.scale = nn.BatchNorm1d(POOLED)
        self.drop = nn.Dropout(0.1)
        self.first = nn.Linear(POOLED, hidden)
        self.second = nn.Linear(hidden, EMBEDDING)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return self.second(functional.gelu(self.first(self.drop(self.scale(features)))))


class ImageEncoder(nn.Module):
    """Pixels [batch, 3, H, W] to `image_embeds` [batch, 512], not of unit length."""

    def __init__(self, trunk: Trunk, projection: ImageProjection) -> None:
        super().__init__()
        self.trunk = trunk
        self.projection = projection

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        return self.projection(pooled(*self.trunk(pixel_values)))


class Layer(nn.Module):
    """A transformer layer with its norms first."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(width)
        self.mixed = nn.Linear(width, 3 * width)
        self.joined = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 3 * width)
        self.narrow = nn.Linear(3 * width, width)

    def forward(self, tokens: torch.Tensor, masked: torch.Tensor) -> torch.Tensor:
        batch, length, width = tokens.shape
        mixed = self.mixed(self.norm1(tokens)).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        likeness = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads) + masked
        heard = (torch.softmax(likeness, -1) @ value).transpose(1, 2).reshape(batch, length, width)
        tokens = tokens + self.joined(heard)
        return tokens + self.narrow(functional.gelu(self.wide(self.norm2(tokens))))


class TextEncoder(nn.Module):
    """Ids and mask [batch, length] to `text_embeds` [batch, 512], not of unit length."""

    def __init__(self, vocabulary: int, width: int = 128, heads: int = 4, layers: int = 2) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(MAX_TOKENS, width)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.projection = nn.Linear(width, EMBEDDING)
        nn.init.normal_(self.words.weight, std=0.05)
        nn.init.normal_(self.places.weight, std=0.01)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        there = attention_mask.to(torch.float32)
        masked = (1 - there)[:, None, None, :] * -10000.0
        positions = torch.cumsum(torch.ones_like(input_ids), dim=1) - 1
        tokens = self.words(input_ids) + self.places(positions)
        for layer in self.layers:
            tokens = layer(tokens, masked)
        weight = there[:, :, None]
        mean = (self.norm(tokens) * weight).sum(1) / weight.sum(1).clamp(min=1)
        return self.projection(mean)
