# SPDX-License-Identifier: Apache-2.0
"""Several views as one dataset, in the order that a checkpoint has for them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from torch.utils.data import Dataset

from joust_torch.collate import Sample
from joust_torch.dataset import JoustDataset
from joust_torch.errors import InvalidRequestError
from joust_torch.order import order_hash, shuffled
from joust_torch.part import Position
from joust_torch.rows import Places


class MixedDataset(Dataset[Sample]):
    """The rows of several datasets, one after the other, mixed as one by a seed.

    The order is that of ``joust checkpoints`` for the same views and seed: ``order_hash`` is what ``joust checkpoints
    plan`` prints. A row that is in two views is delivered twice in an epoch.

    :param parts: datasets of whole tables or views, without a seed or shard of their own
    :param seed: mixes the rows, in each epoch otherwise; None keeps them one dataset after the other
    """

    def __init__(self, parts: Sequence[JoustDataset], seed: int | None = None) -> None:
        """Plan the rows; no image is read."""
        if not parts:
            raise InvalidRequestError("Cannot mix datasets: there are none; give at least one")
        for part in parts:
            state = part.state_dict()
            if state["seed"] is not None or state["world"] != 1:
                raise InvalidRequestError(
                    f"Cannot mix '{part.table}': it has a seed or shard of its own; open it without"
                )
        self.parts = list(parts)
        self._seed = seed
        self._ends = np.cumsum([len(part) for part in parts])
        self._position = Position()
        self._epoch_order: tuple[int, Places] | None = None

    @property
    def table(self) -> str:
        """The tables, in their order, for messages."""
        return "', '".join(part.table for part in self.parts)

    @property
    def order_hash(self) -> str:
        """The fingerprint of epoch 0, the same as joust prints."""
        ids = np.concatenate([np.array(part.row_ids(), dtype=np.uint64) for part in self.parts])
        return order_hash(ids[self._order_of(0)])

    @property
    def epoch(self) -> int:
        """The epoch that is read."""
        return self._position.epoch

    def __len__(self) -> int:
        """How many rows the epoch still has, without those before a position that was loaded."""
        return int(self._ends[-1]) - self._position.start

    def set_epoch(self, epoch: int) -> None:
        """Begin an epoch, from 0; workers that persist hear of it too. Call it between epochs only."""
        self._position.begin_epoch(epoch)

    def advance(self, rows: int) -> None:
        """Note that the training has used so many more rows of this epoch; ``state_dict`` tells it."""
        self._position.advance(self.table, rows, int(self._ends[-1]))

    def state_dict(self) -> dict[str, Any]:
        """Return what a checkpoint keeps: which rows in which order, and how many of the epoch are used."""
        return {
            "tables": [[part.table, part.version] for part in self.parts],
            "order_hash": self.order_hash,
            "seed": self._seed,
            "epoch": self.epoch,
            "rows_done": self._position.done,
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on where a checkpoint was made: the epoch begins after the rows that were used.

        :raises InvalidRequestError: if this dataset has other rows or another order
        """
        mine = self.state_dict()
        for key in ("tables", "order_hash", "seed"):
            if state.get(key) != mine[key]:
                raise InvalidRequestError(
                    f"Cannot go on with '{self.table}': its {key} is {mine[key]} and that of the checkpoint is"
                    f" {state.get(key)}; open the datasets as they were then"
                )
        self._position.begin(int(state["epoch"]), int(state["rows_done"]))

    def __getitem__(self, index: int) -> Sample:
        """Return one row."""
        return self.__getitems__([index])[0]

    def __getitems__(self, indices: list[int]) -> list[Sample]:
        """Return rows, read at once from each dataset."""
        places = self._order()[self._position.places(self.table, indices, int(self._ends[-1]))]
        samples: list[Sample | None] = [None] * len(indices)
        owners = np.searchsorted(self._ends, places, side="right")
        for owner in np.unique(owners).tolist():
            wanted = np.flatnonzero(owners == owner)
            first = int(self._ends[owner]) - len(self.parts[owner])
            read = self.parts[owner].__getitems__((places[wanted] - first).tolist())
            for where, sample in zip(wanted.tolist(), read, strict=True):
                samples[where] = sample
        return [sample for sample in samples if sample is not None]

    def _order(self) -> Places:
        epoch = self._position.epoch
        if self._epoch_order is None or self._epoch_order[0] != epoch:
            self._epoch_order = (epoch, self._order_of(epoch))
        return self._epoch_order[1]

    def _order_of(self, epoch: int) -> Places:
        places = np.arange(int(self._ends[-1]), dtype=np.uint64)
        if self._seed is not None:
            places = shuffled(places, self._seed, epoch)
        return places.astype(np.int64)

    def __getstate__(self) -> dict[str, Any]:
        """Travel to a worker without the order, which it computes itself."""
        state = self.__dict__.copy()
        state["_epoch_order"] = None
        return state
