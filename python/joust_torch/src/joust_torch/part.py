# SPDX-License-Identifier: Apache-2.0
"""Which part of an epoch is read, and how far."""

from dataclasses import dataclass

import torch

from joust_torch.errors import InvalidRequestError
from joust_torch.rows import Places


@dataclass(frozen=True)
class Part:
    """The rows at the positions ``rank``, ``rank + world`` and so on, as Java divides them."""

    rank: int
    world: int
    rows: int

    @staticmethod
    def of(table: str, rows: int, shard: tuple[int, int], equal: bool) -> "Part":
        """Choose a part; each has at least a row."""
        rank, world = shard
        if world < 1 or not 0 <= rank < world:
            raise InvalidRequestError(
                f"Cannot load table '{table}': shard is ({rank}, {world}); give a rank from 0 to below"
                " the number of parts"
            )
        if world > rows:
            raise InvalidRequestError(
                f"Cannot load table '{table}' in {world} parts: there are {rows} rows; use at most as many parts as"
                " rows"
            )
        return Part(rank, world, rows // world if equal else (rows - rank + world - 1) // world)

    def of_order(self, order: Places) -> Places:
        """Cut this part out of an order."""
        return order[self.rank :: self.world][: self.rows]


class Position:
    """Epoch, first row and rows used; in shared memory, so that workers that persist hear of a new epoch."""

    def __init__(self) -> None:
        """Begin with the first row of epoch 0."""
        self._numbers = torch.zeros(3, dtype=torch.int64)
        self._numbers.share_memory_()  # type: ignore[no-untyped-call]

    @property
    def epoch(self) -> int:
        """Which epoch."""
        return int(self._numbers[0])

    @property
    def start(self) -> int:
        """How many rows of it are not delivered, because they were used before."""
        return int(self._numbers[1])

    @property
    def done(self) -> int:
        """How many rows of it were used."""
        return int(self._numbers[2])

    def begin_epoch(self, epoch: int) -> None:
        """Begin an epoch with its first row."""
        if epoch < 0:
            raise InvalidRequestError(f"Cannot begin epoch '{epoch}': epochs count from 0; give another one")
        self.begin(epoch, 0)

    def advance(self, name: str, rows: int, of_rows: int) -> None:
        """Note that so many more of the rows of an epoch were used."""
        done = self.done + rows
        if rows < 0 or done > of_rows:
            raise InvalidRequestError(
                f"Cannot advance '{name}' by {rows} rows: {self.done} of {of_rows} are used; give those of one batch"
            )
        self._numbers[2] = done

    def places(self, name: str, indices: list[int], of_rows: int) -> list[int]:
        """Turn indices of the rows that are left of an epoch, negative ones from its end, into places in its order."""
        rows = of_rows - self.start
        for index in indices:
            if not -rows <= index < rows:
                # Python ends a plain loop over a dataset by this error.
                raise IndexError(f"Cannot load row {index} of '{name}': it has {rows}; use 0 to {rows - 1}")
        return [index % rows + self.start for index in indices]

    def begin(self, epoch: int, start: int) -> None:
        """Begin an epoch behind so many rows."""
        self._numbers.copy_(torch.tensor([epoch, start, start]))
