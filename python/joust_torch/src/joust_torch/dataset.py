# SPDX-License-Identifier: Apache-2.0
"""A table, view, filter or stored permutation of a lake as a map-style dataset."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import torch
from torch.utils.data import Dataset

from joust_torch.collate import Sample, Target
from joust_torch.errors import BadRowError, InvalidRequestError, JoustError
from joust_torch.images import Decoder
from joust_torch.lake import Lake, require_columns
from joust_torch.names import first_line, quoted, require_choice
from joust_torch.part import Part, Position
from joust_torch.rows import Places, null_places, open_rows
from joust_torch.targets import BDD100K_CLASSES, Annotations, class_map

Transform = Callable[[torch.Tensor, Target], tuple[torch.Tensor, Target]]


class JoustDataset(Dataset[Sample]):
    """Images with boxes and labels, as torchvision's detection models take them, from one version of a table.

    The version is chosen when the dataset is opened and stays: whoever writes to the table meanwhile, every worker
    reads that version. Rows come in the dataset's order, so that a DataLoader must not shuffle: give ``seed``, and call
    ``set_epoch`` before each epoch. Workers must be spawned.

    :param lake: a folder, or an object store's URI
    :param name: a table, view or stored permutation
    :param split: of a permutation with several
    :param where: SQL that is true for the rows
    :param version: instead of the newest
    :param seed: mixes the rows, in each epoch otherwise; None keeps the order of the table or permutation
    :param shard: (rank, world): only one of so many parts of the rows
    :param equal_shards: leave out the last rows so that all parts have as many
    :param size: (width, height) to which images are stretched, and boxes with them; None keeps each as it is
    :param dtype: float32, from 0 to 1, or uint8
    :param classes: categories from label 1 on, or the label of each
    :param others: what becomes of objects of other categories
    :param nulls: what becomes of rows without annotations: an error, left out, or delivered without objects
    :param columns: others to deliver in the target, under their names
    :param transform: called with image and target in the worker; must travel by pickle
    """

    def __init__(
        self,
        lake: str | os.PathLike[str],
        name: str,
        *,
        split: str | None = None,
        where: str | None = None,
        version: int | None = None,
        seed: int | None = None,
        shard: tuple[int, int] = (0, 1),
        equal_shards: bool = False,
        size: tuple[int, int] | None = None,
        dtype: torch.dtype = torch.float32,
        classes: Sequence[str] | Mapping[str, int] = BDD100K_CLASSES,
        others: Literal["fail", "skip"] = "fail",
        nulls: Literal["fail", "skip", "empty"] = "fail",
        columns: Sequence[str] = (),
        image: str = "image_bytes",
        boxes: str = "ann_bboxes",
        labels: str = "ann_categories",
        transform: Transform | None = None,
        storage_options: Mapping[str, str] | None = None,
    ) -> None:
        """Open the version and plan its rows; no image is read."""
        require_choice("others", others, ("fail", "skip"))
        require_choice("nulls", nulls, ("fail", "skip", "empty"))
        if size is not None and (len(size) != 2 or min(size) < 1):
            raise InvalidRequestError(f"Cannot load table '{name}': size is {size}; give (width, height) in pixels")
        if dtype not in (torch.float32, torch.uint8):
            raise InvalidRequestError(
                f"Cannot load table '{name}': dtype is {dtype}; give torch.float32 or torch.uint8"
            )
        self._name = name
        rows, table = open_rows(
            Lake.of(lake, storage_options), name, split=split, where=where, version=version, seed=seed
        )
        self._annotations = Annotations(rows.table, boxes, labels, class_map(classes), others == "skip")
        self._image = image
        self._columns = list(columns)
        require_columns(rows.table, table.schema.names, [image, boxes, labels, *columns])
        if nulls != "empty":
            missing = null_places(table, rows.table, self._annotations.columns, rows)
            if nulls == "fail" and len(missing):
                raise InvalidRequestError(
                    f"Cannot load table '{rows.table}': {len(missing)} of {len(rows.row_ids)} rows are NULL in"
                    f" {quoted(self._annotations.columns)}; leave them out with nulls='skip', or take them as without"
                    " objects with nulls='empty'"
                )
            rows = rows.without(missing)
            if not len(rows.row_ids):
                raise InvalidRequestError(
                    f"Cannot load table '{rows.table}': all its rows are NULL in"
                    f" {quoted(self._annotations.columns)}; label some, or give nulls='empty'"
                )
        self._rows = rows
        self._part = Part.of(rows.table, len(rows.row_ids), shard, equal_shards)
        self._decoder = Decoder(size, dtype)
        self._transform = transform
        self._position = Position()
        self._order_hash = rows.order_hash()
        self._opened: Any = table
        self._process = os.getpid()
        self._epoch_order: tuple[int, Places] | None = None

    @property
    def version(self) -> int:
        """The version of the table that all rows are from."""
        return self._rows.version

    @property
    def table(self) -> str:
        """The table that holds the rows; of a permutation, the one that it is over."""
        return self._rows.table

    @property
    def order_hash(self) -> str:
        """The fingerprint of epoch 0 before sharding, the same as joust prints."""
        return self._order_hash

    @property
    def epoch(self) -> int:
        """The epoch that is read."""
        return self._position.epoch

    def row_ids(self) -> list[int]:
        """The ids of the rows that are delivered in this epoch, in their order."""
        ids: list[int] = self._rows.row_ids[self._order()[self._position.start :]].tolist()
        return ids

    def __len__(self) -> int:
        """How many rows this part of the epoch has, without those before a position that was loaded."""
        return self._part.rows - self._position.start

    def set_epoch(self, epoch: int) -> None:
        """Begin an epoch, from 0; workers that persist hear of it too. Call it between epochs only."""
        self._position.begin_epoch(epoch)

    def advance(self, rows: int) -> None:
        """Note that the training has used so many more rows of this epoch; ``state_dict`` tells it."""
        self._position.advance(self._name, rows, self._part.rows)

    def state_dict(self) -> dict[str, Any]:
        """Return what a checkpoint keeps: which rows, and how many of the epoch ``advance`` has noted."""
        return {
            "table": self.table,
            "version": self.version,
            "order_hash": self.order_hash,
            "seed": self._rows.seed,
            "rank": self._part.rank,
            "world": self._part.world,
            "epoch": self.epoch,
            "rows_done": self._position.done,
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on where a checkpoint was made: the epoch begins after the rows that were used.

        :raises InvalidRequestError: if this dataset has other rows or another order
        """
        mine = self.state_dict()
        for key in ("table", "version", "order_hash", "seed", "rank", "world"):
            if state.get(key) != mine[key]:
                raise InvalidRequestError(
                    f"Cannot go on with '{self._name}': its {key} is {mine[key]} and that of the checkpoint is"
                    f" {state.get(key)}; open the dataset as it was then"
                    + (f", with version={state.get(key)}" if key == "version" else "")
                )
        done = int(state["rows_done"])
        if not 0 <= done <= self._part.rows:
            raise InvalidRequestError(
                f"Cannot go on with '{self._name}': the checkpoint is at row {done} of {self._part.rows}; give another"
            )
        self._position.begin(int(state["epoch"]), done)

    def __getitem__(self, index: int) -> Sample:
        """Return one row."""
        return self.__getitems__([index])[0]

    def __getitems__(self, indices: list[int]) -> list[Sample]:
        """Return rows, read at once."""
        picked = self._order()[self._position.places(self._name, indices, self._part.rows)]
        ids: list[int] = self._rows.row_ids[picked].tolist()
        table = self._read(self._rows.places[picked].tolist())
        targets = self._annotations.targets(table, ids)
        for name in self._columns:
            for target, value in zip(targets, table[name].to_pylist(), strict=True):
                target[name] = value
        encoded = table[self._image].to_pylist()
        return [self._sample(*row) for row in zip(ids, encoded, targets, strict=True)]

    def _sample(self, row_id: int, encoded: bytes | None, target: Target) -> Sample:
        what = f"Cannot load row {row_id} of table '{self.table}'"
        if encoded is None:
            raise BadRowError(f'{what}: its image is NULL; leave it out with where="{self._image} IS NOT NULL"')
        try:
            image, (width, height) = self._decoder.decode(encoded)
        except Exception as e:
            raise BadRowError(f"{what}: its image cannot be decoded ({first_line(e)}); delete the row") from e
        if image.shape[1:] != (height, width):
            scale = [image.shape[2] / width, image.shape[1] / height] * 2
            target["boxes"] = target["boxes"] * torch.tensor(scale, dtype=torch.float32)
        if self._transform is not None:
            image, target = self._transform(image, target)
        return Sample(image, target)

    def _order(self) -> Places:
        """The order of this part of the epoch, computed once by each process."""
        epoch = self._position.epoch
        if self._epoch_order is None or self._epoch_order[0] != epoch:
            self._epoch_order = (epoch, self._part.of_order(self._rows.order(epoch)))
        return self._epoch_order[1]

    def _read(self, places: list[int]) -> Any:
        if self._process != os.getpid():
            raise JoustError(
                f"Cannot read table '{self.table}' in a forked process: its reader's threads do not survive that; give"
                " DataLoader multiprocessing_context='spawn'"
            )
        if self._opened is None:
            self._opened = self._rows.lake.open(self.table, self.version)
        columns = list(dict.fromkeys([self._image, *self._annotations.columns, *self._columns]))
        try:
            return self._opened.take(places, columns=columns)
        except Exception as e:
            raise JoustError(
                f"Cannot read version {self.version} of table '{self.table}': {first_line(e)}; check the storage, and"
                " pin the version so that no cleanup removes it"
            ) from e

    def __getstate__(self) -> dict[str, Any]:
        """Travel to a worker without what is open; the worker opens the same version."""
        state = self.__dict__.copy()
        state["_opened"] = None
        state["_epoch_order"] = None
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Arrive in a worker."""
        self.__dict__.update(state)
        self._process = os.getpid()
