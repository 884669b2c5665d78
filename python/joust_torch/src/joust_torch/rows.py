# SPDX-License-Identifier: Apache-2.0
"""Which rows of which version are read, and in which order."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from joust_torch.errors import InvalidRequestError, JoustError
from joust_torch.lake import Lake
from joust_torch.names import first_line
from joust_torch.order import RowIds, order_hash, shuffled
from joust_torch.permutation import is_permutation, open_split

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rows:
    """Rows of one version of a table; a value that travels to workers.

    ``places`` says where each of ``row_ids`` lies in that version, as the reader counts. ``seed`` mixes epochs from
    ``first_mixed`` on: a stored permutation is mixed already, so that its own seed is for later epochs.
    """

    lake: Lake
    table: str
    version: int
    row_ids: RowIds
    places: Places
    seed: int | None
    first_mixed: int
    clump_rows: int

    def order(self, epoch: int) -> Places:
        """Return the order of an epoch, as positions in ``row_ids``."""
        positions = np.arange(len(self.row_ids), dtype=np.uint64)
        if self.seed is not None and epoch >= self.first_mixed:
            positions = shuffled(positions, self.seed, epoch, self.clump_rows)
        return positions.astype(np.int64)

    def order_hash(self) -> str:
        """Return the fingerprint of the order of epoch 0; see ``order_hash``."""
        return order_hash(self.row_ids[self.order(0)])

    def without(self, places: Places) -> "Rows":
        """Leave out the rows at these places."""
        kept = ~np.isin(self.places, places)
        return replace(self, row_ids=self.row_ids[kept], places=self.places[kept])


def open_rows(
    lake: Lake, name: str, *, split: str | None, where: str | None, version: int | None, seed: int | None
) -> tuple[Rows, Any]:
    """Plan the rows of a table, view or stored permutation; returns the opened version of the table as well."""
    opened = lake.open(name, version)
    if is_permutation(opened):
        if where is not None or version is not None:
            raise InvalidRequestError(
                f"Cannot load permutation '{name}': it has its rows and their version already; give the filter or the"
                " version when you create it"
            )
        return _of_permutation(lake, name, opened, split, seed)
    if split is not None:
        raise InvalidRequestError(
            f"Cannot load split '{split}' of '{name}': it is no permutation; make one with joust permutation create,"
            " or leave split out"
        )
    every = _row_ids(opened, name, None)
    row_ids = every if where is None else _row_ids(opened, name, where)
    if len(row_ids) == 0:
        what = (
            "it has no rows; refresh it if it is a view, or choose another one"
            if where is None
            else (f"none of its {len(every)} rows match {where}; choose another filter")
        )
        raise InvalidRequestError(f"Cannot load table '{name}': {what}")
    places = _places(every, row_ids, name)
    return Rows(lake, name, int(opened.version), row_ids, places, seed, 0, 1), opened


def _of_permutation(lake: Lake, name: str, stored: Any, split: str | None, seed: int | None) -> tuple[Rows, Any]:
    plan = open_split(name, stored, split)
    table = lake.open(plan.table, plan.version)
    places = _places(_row_ids(table, plan.table, None), plan.row_ids, plan.table)
    own = seed is not None
    rows = Rows(
        lake,
        plan.table,
        plan.version,
        plan.row_ids,
        places,
        seed if own else plan.seed,
        0 if own else 1,
        plan.clump_rows,
    )
    return rows, table


def null_places(table: Any, name: str, columns: list[str], rows: Rows) -> Places:
    """Find the rows of which one of the columns is NULL."""
    if not columns:
        return np.empty(0, dtype=np.int64)
    ids = _row_ids(table, name, " OR ".join(f"`{column}` IS NULL" for column in columns))
    return rows.places[np.isin(rows.row_ids, ids)]


def _row_ids(table: Any, name: str, where: str | None) -> RowIds:
    try:
        scanner = table.scanner(columns=[], filter=where, with_row_id=True, scan_in_order=True)
        ids: RowIds = scanner.to_table()["_rowid"].to_numpy().astype(np.uint64, copy=False)
        return ids
    except Exception as e:
        if where is None:
            raise JoustError(f"Cannot read table '{name}': {first_line(e)}; check the storage") from e
        raise InvalidRequestError(
            f"Cannot load table '{name}' where {where}: {first_line(e)}; give SQL that is true or false for a row"
        ) from e


def _places(every: RowIds, row_ids: RowIds, name: str) -> Places:
    """Find where rows lie among all rows of the version; ids are unsorted where rows were updated."""
    if row_ids is every:
        return np.arange(len(every), dtype=np.int64)
    sorter = np.argsort(every, kind="stable")
    found = np.searchsorted(every, row_ids, sorter=sorter)
    places: Places = sorter[np.minimum(found, len(every) - 1)].astype(np.int64)
    if not np.array_equal(every[places], row_ids):
        missing = int(row_ids[every[places] != row_ids][0])
        raise InvalidRequestError(
            f"Cannot load table '{name}': it has no row {missing}; somebody created it again, create the permutation"
            " again too"
        )
    return places
