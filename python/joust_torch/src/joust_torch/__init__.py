# SPDX-License-Identifier: Apache-2.0
"""Tables, views and permutations of a Joust lake as PyTorch datasets."""

from joust_torch.batches import data_loader
from joust_torch.collate import Sample, collate
from joust_torch.dataset import JoustDataset
from joust_torch.errors import BadRowError, FeederError, InvalidRequestError, JoustError, NotFoundError
from joust_torch.feed import FeedBatch, Feeder, feeder
from joust_torch.mixed import MixedDataset
from joust_torch.order import order_hash, shuffled
from joust_torch.targets import BDD100K_CLASSES

__all__ = [
    "BDD100K_CLASSES",
    "BadRowError",
    "FeedBatch",
    "Feeder",
    "FeederError",
    "InvalidRequestError",
    "JoustDataset",
    "JoustError",
    "MixedDataset",
    "NotFoundError",
    "Sample",
    "collate",
    "data_loader",
    "feeder",
    "order_hash",
    "shuffled",
]
