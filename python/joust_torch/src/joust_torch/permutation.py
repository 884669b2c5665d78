# SPDX-License-Identifier: Apache-2.0
"""Reads permutations that Joust stored: rows of one version of a table, in splits and in order."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from joust_torch.errors import InvalidRequestError, NotFoundError
from joust_torch.names import nearest, quoted
from joust_torch.order import RowIds

_KEY = b"joust.permutation"
_NAMES = b"split_names"


@dataclass(frozen=True)
class StoredSplit:
    """The rows of a split in the order of epoch 0, and by which seed later epochs mix them."""

    table: str
    version: int
    row_ids: RowIds
    seed: int | None
    clump_rows: int


def is_permutation(dataset: Any) -> bool:
    """Say whether a table is a permutation that Joust stored."""
    return _KEY in (dataset.schema.metadata or {})


def open_split(name: str, dataset: Any, split: str | None) -> StoredSplit:
    """Read one split; without a name the only one there is."""
    metadata = dataset.schema.metadata
    definition = json.loads(metadata[_KEY])
    names: list[str] = json.loads(metadata[_NAMES])
    if split is None and len(names) > 1:
        raise InvalidRequestError(
            f"Cannot load permutation '{name}': it has the splits {quoted(names)}; name one with split="
        )
    chosen = names[0] if split is None else split
    if chosen not in names:
        raise NotFoundError(
            f"Cannot find split '{chosen}' in permutation '{name}': it has no split of this name;"
            f" {nearest(chosen, names)}"
        )
    stored = dataset.to_table(columns=["row_id", "split_id"])
    mine = stored["split_id"].to_numpy() == np.uint64(names.index(chosen))
    shuffle = definition.get("shuffle")
    return StoredSplit(
        table=definition["table"],
        version=int(definition["version"]),
        row_ids=stored["row_id"].to_numpy()[mine].astype(np.uint64, copy=False),
        seed=None if shuffle is None else int(shuffle["seed"]),
        clump_rows=1 if shuffle is None else int(shuffle.get("clump_rows", 1)),
    )
