# SPDX-License-Identifier: Apache-2.0
"""A DataLoader that is set up as datasets of a lake need it."""

from typing import Any

from torch.utils.data import DataLoader

from joust_torch.collate import collate
from joust_torch.dataset import JoustDataset
from joust_torch.errors import InvalidRequestError
from joust_torch.mixed import MixedDataset


def data_loader(
    dataset: JoustDataset | MixedDataset, batch_size: int, num_workers: int = 0, **options: Any
) -> DataLoader[Any]:
    """Return a DataLoader with ``collate`` and spawned workers, in the order of the dataset.

    :raises InvalidRequestError: if a batch was to have more rows than there are, or the loader was to shuffle
    """
    if batch_size > len(dataset):
        raise InvalidRequestError(
            f"Cannot load table '{dataset.table}' in batches of {batch_size} rows: there are {len(dataset)}; use"
            f" batches of at most {len(dataset)}"
        )
    if options.get("shuffle"):
        raise InvalidRequestError(
            f"Cannot shuffle table '{dataset.table}' in a DataLoader: its order would be another one each time; give"
            " the dataset a seed"
        )
    options.setdefault("collate_fn", collate)
    if num_workers > 0:
        options.setdefault("multiprocessing_context", "spawn")
    return DataLoader(dataset, batch_size=batch_size, num_workers=num_workers, **options)
