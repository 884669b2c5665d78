# SPDX-License-Identifier: Apache-2.0
"""Batches that a process of the JVM decodes on all cores, in memory that both processes share."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa
import torch

from joust_torch.collate import Target
from joust_torch.errors import BadRowError, FeederError, InvalidRequestError
from joust_torch.feed_process import FeedProcess
from joust_torch.lake import Lake
from joust_torch.names import require_choice
from joust_torch.targets import BDD100K_CLASSES, Annotations, class_map


@dataclass(frozen=True)
class FeedBatch:
    """One batch.

    ``images`` is uint8 ``[rows, 3, height, width]`` in the memory format channels_last, not copied: the feeder writes
    over it once no tensor refers to it any more, and has no room for others until then.
    """

    step: int
    images: torch.Tensor
    targets: list[Target]
    row_ids: list[int]
    broken: list[dict[str, Any]]

    def for_detection(self, device: torch.device | str = "cpu") -> tuple[list[torch.Tensor], list[Target]]:
        """Return float32 images from 0 to 1 and targets on a device, as ``model(images, targets)`` takes them."""
        images = self.images.to(device).to(torch.float32, memory_format=torch.contiguous_format).div_(255)
        targets = [
            {key: value.to(device) if isinstance(value, torch.Tensor) else value for key, value in target.items()}
            for target in self.targets
        ]
        return list(images.unbind()), targets


class Feeder:
    """Iterates over one epoch of batches at a time; made by ``feeder``. Belongs to one thread of one process."""

    def __init__(self, table: str, process: FeedProcess, annotations: Annotations, settings: dict[str, Any]) -> None:
        """Ask for epoch 0."""
        self._table = table
        self._process = process
        self._annotations = annotations
        self._settings = settings
        self._epoch = 0
        self._step = 0
        self._asked = False
        #: Where the time of the last epoch that was read to its end went, as Java's loader measured it.
        self.statistics: dict[str, Any] = {}
        self._begun: dict[str, Any] = {}
        self._ask()
        if self.rows == 0:
            raise InvalidRequestError(
                f"Cannot feed table '{table}': it has no rows; refresh it if it is a view, or choose another one"
            )

    @property
    def version(self) -> int:
        """The version of the table that all epochs read."""
        return int(self._begun["version"])

    @property
    def order_hash(self) -> str:
        """The fingerprint of epoch 0 before sharding, the same as joust prints."""
        return str(self._begun["order_hash"])

    @property
    def rows(self) -> int:
        """Rows of an epoch, before sharding."""
        return int(self._begun["rows"])

    @property
    def pid(self) -> int:
        """The number of the feeder's process."""
        return self._process.pid

    def __len__(self) -> int:
        """How many batches an epoch has."""
        return int(self._begun["steps"])

    def set_epoch(self, epoch: int, step: int = 0) -> None:
        """Choose the epoch, and its first batch, that the next loop reads."""
        if epoch < 0 or step < 0:
            raise InvalidRequestError(
                f"Cannot begin epoch '{epoch}' at batch {step}: both count from 0; give other numbers"
            )
        if (epoch, step) != (self._epoch, self._step):
            self._asked = False
        self._epoch, self._step = epoch, step

    def __iter__(self) -> Iterator[FeedBatch]:
        """Read the epoch; a loop that ends early is gone on with by ``set_epoch`` or another loop."""
        if not self._asked:
            self._ask()
        self._asked = False
        while True:
            self._process.require_a_slot()
            event = self._process.event()
            if event["event"] == "end":
                self.statistics = {key: value for key, value in event.items() if key != "event"}
                self._step = 0
                return
            batch = self._batch(event)
            self._step = batch.step + 1
            yield batch
            del batch

    def _ask(self) -> None:
        self._process.request(f"epoch {self._epoch} {self._step}")
        while True:
            event = self._process.event()
            if event["event"] == "batch":
                self._process.give_back(event["slot"])
            elif event["event"] == "epoch" and event["epoch"] == self._epoch:
                self._begun = event
                self._asked = True
                return

    def _batch(self, event: dict[str, Any]) -> FeedBatch:
        memory = self._process.batch(event["slot"], event["bytes"])
        rows, height, width, channels = event["shape"]
        row_ids = memory[event["row_ids_at"] : event["columns_at"]].view("<u8").tolist()
        columns = pa.ipc.open_stream(pa.py_buffer(memory[event["columns_at"] :].tobytes())).read_all()
        targets = self._targets(columns, row_ids)
        # The tensor refers to this very array, whose end gives the slot back.
        whole = torch.from_numpy(memory)
        pixels = whole[: rows * height * width * channels].view(rows, height, width, channels)
        return FeedBatch(event["step"], pixels.permute(0, 3, 1, 2), targets, row_ids, event["broken"])

    def _targets(self, columns: pa.Table, row_ids: list[int]) -> list[Target]:
        if self._settings["nulls"] == "fail":
            for name in self._annotations.columns:
                if columns[name].null_count:
                    row = row_ids[columns[name].is_null().to_pylist().index(True)]
                    raise BadRowError(
                        f"Cannot load row {row} of table '{self._table}': it is NULL in '{name}'; leave such rows out"
                        " by where, or take them as without objects with nulls='empty'"
                    )
        targets = self._annotations.targets(columns, row_ids)
        for name in self._settings["columns"]:
            for target, value in zip(targets, columns[name].to_pylist(), strict=True):
                target[name] = value
        return targets

    def state_dict(self) -> dict[str, Any]:
        """Return where the training is: behind the last batch that was delivered."""
        kept = {key: self._settings[key] for key in ("seed", "rank", "world", "batch_size")}
        return kept | {
            "table": self._table,
            "version": self.version,
            "order_hash": self.order_hash,
            "epoch": self._epoch,
            "step": self._step,
        }

    def load_state_dict(self, state: Mapping[str, Any]) -> None:
        """Go on there; refuses a checkpoint of other rows, another order or other batches."""
        mine = self.state_dict()
        for key in ("table", "version", "order_hash", "seed", "rank", "world", "batch_size"):
            if state.get(key) != mine[key]:
                raise InvalidRequestError(
                    f"Cannot go on with '{self._table}': its {key} is {mine[key]} and that of the checkpoint is"
                    f" {state.get(key)}; open the feeder as it was then"
                )
        self.set_epoch(int(state["epoch"]), int(state["step"]))

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def __enter__(self) -> "Feeder":
        """Return itself."""
        return self

    def __exit__(self, *thrown: object) -> None:
        """End the process."""
        self.close()


def feeder(
    lake: str | os.PathLike[str],
    name: str,
    *,
    batch_size: int,
    size: tuple[int, int],
    split: str | None = None,
    where: str | None = None,
    version: int | None = None,
    seed: int | None = None,
    shard: tuple[int, int] = (0, 1),
    drop_last: bool = False,
    classes: Sequence[str] | Mapping[str, int] = BDD100K_CLASSES,
    others: Literal["fail", "skip"] = "fail",
    nulls: Literal["fail", "skip", "empty"] = "fail",
    broken: Literal["fail", "skip", "replace"] = "fail",
    columns: Sequence[str] = (),
    image: str = "image_bytes",
    boxes: str = "ann_bboxes",
    labels: str = "ann_categories",
    exact_pixels: bool = False,
    threads: int | None = None,
    prefetch: int = 4,
    slots: int = 4,
    joust: str | os.PathLike[str] | None = None,
    memory: str | os.PathLike[str] | None = None,
) -> Feeder:
    """Start a process that reads and decodes batches on all cores, and return what iterates over them.

    Rows, order and boxes are those of ``JoustDataset`` with the same arguments; pixels are those of Java's loaders.
    Close it, or use it in a ``with`` statement; it ends with this process however that ends.

    :param size: (width, height) of the decoded images
    :param nulls: as for ``JoustDataset``, but that a permutation cannot skip rows
    :param exact_pixels: decode every pixel of a JPEG, instead of letting libjpeg shrink it while it decodes
    :param threads: that read and decode; one per core by default
    :param prefetch: batches in work or ready inside the process
    :param slots: batches that are handed over and not yet let go, at least 2
    :param joust: the launcher; by default what ``JOUST`` names, else ``joust`` on PATH
    :param memory: a folder in memory for the slots; ``/dev/shm`` where there is one
    """
    require_choice("others", others, ("fail", "skip"))
    require_choice("nulls", nulls, ("fail", "skip", "empty"))
    require_choice("broken", broken, ("fail", "skip", "replace"))
    annotations = Annotations(name, boxes, labels, class_map(classes), others == "skip")
    if slots < 2:
        raise InvalidRequestError(f"Cannot feed table '{name}' through {slots} slots: one is in use; give at least 2")
    if nulls == "skip":
        labelled = " AND ".join(f"`{column}` IS NOT NULL" for column in annotations.columns)
        where = labelled if where is None else f"({where}) AND {labelled}"
    opened = Lake.of(lake)
    command = [_launcher(name, joust), "--lake", opened.uri, "--json", "feed", name]
    command += ["--decode", f"{size[0]}x{size[1]}", "--image-column", image, "--on-broken", broken]
    command += ["--boxes", boxes, "--columns", ",".join([boxes, labels, *columns])]
    command += ["--batch", str(batch_size), "--shard", f"{shard[0]}/{shard[1]}", "--prefetch", str(prefetch)]
    for word, value in (("split", split), ("where", where), ("version", version), ("seed", seed), ("threads", threads)):
        command += [] if value is None else [f"--{word}={value}"]
    command += ["--drop-short-batch"] if drop_last else []
    command += ["--exact-pixels"] if exact_pixels else []
    settings = {
        "seed": seed,
        "rank": shard[0],
        "world": shard[1],
        "batch_size": batch_size,
        "nulls": nulls,
        "columns": list(columns),
    }
    process = FeedProcess(name, command, slots, memory)
    try:
        return Feeder(name, process, annotations, settings)
    except BaseException:
        process.close()
        raise


def _launcher(table: str, joust: str | os.PathLike[str] | None) -> str:
    named = os.fspath(joust) if joust is not None else os.environ.get("JOUST") or shutil.which("joust")
    if named is None:
        raise FeederError(
            f"Cannot start the feeder of table '{table}': there is no 'joust' on PATH; give joust= the path of the"
            " launcher, or set JOUST"
        )
    return named
