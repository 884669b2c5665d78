# SPDX-License-Identifier: Apache-2.0
"""The ways to the same images: each is one epoch of uint8 batches, made once and iterated over many times."""

import io
import tarfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import torch
import webdataset
from joust_torch import JoustDataset, Sample
from lancedb.permutation import Permutation
from PIL import Image
from torch.utils.data import DataLoader, Dataset, IterableDataset, get_worker_info

BATCH = 64
WORKERS = 2
SIZE = (640, 360)
COLUMNS = ["image_bytes", "ann_bboxes", "ann_categories"]
ROW_GROUP = 100

Decode = Callable[[bytes], torch.Tensor]


def whole(encoded: bytes) -> torch.Tensor:
    """Decode all pixels, then shrink, as Java's decoder and most training code do."""
    with Image.open(io.BytesIO(encoded)) as image:
        pixels = np.array(image.convert("RGB").resize(SIZE, Image.Resampling.BILINEAR))
    return torch.from_numpy(pixels).permute(2, 0, 1)


def drafted(encoded: bytes) -> torch.Tensor:
    """Let libjpeg-turbo halve the image while it decodes, which is much less work."""
    with Image.open(io.BytesIO(encoded)) as image:
        image.draft("RGB", SIZE)
        rgb = image.convert("RGB")
    if rgb.size != SIZE:
        rgb = rgb.resize(SIZE, Image.Resampling.BILINEAR)
    return torch.from_numpy(np.array(rgb)).permute(2, 0, 1)


def stacked(rows: list[dict[str, Any]], decode: Decode) -> tuple[torch.Tensor, list[Any]]:
    """Make a batch of rows."""
    return torch.stack([decode(row["image_bytes"]) for row in rows]), [row["ann_bboxes"] for row in rows]


def sampled(samples: list[Sample]) -> tuple[torch.Tensor, list[Any]]:
    """Make a batch of what JoustDataset delivers."""
    return torch.stack([sample.image for sample in samples]), [sample.target["boxes"] for sample in samples]


def loader(dataset: Any, collate: Callable[..., Any], **options: Any) -> Iterable[Any]:
    """Keep two workers for all epochs."""
    return DataLoader(
        dataset,
        collate_fn=collate,
        num_workers=WORKERS,
        multiprocessing_context="spawn",
        persistent_workers=True,
        **options,
    )


def joust(folder: Path) -> Iterable[Any]:
    """JoustDataset; its decoder drafts."""
    dataset = JoustDataset(folder / "lake", "plan", size=SIZE, dtype=torch.uint8)
    return loader(dataset, sampled, batch_size=BATCH)


def lancedb_permutation(folder: Path, decode: Decode) -> Iterable[Any]:
    """LanceDB's Permutation over the same table and order, decoding in collate as its guide says."""
    db = lancedb.connect(str(folder / "lake"))
    rows = Permutation.from_tables(db.open_table("bdd100k"), db.open_table("plan"), "all").select_columns(COLUMNS)
    return loader(rows, partial(stacked, decode=decode), batch_size=BATCH)


class Parquet(IterableDataset[Any]):
    """Row groups in a mixed order, divided among the workers, rows mixed within each."""

    def __init__(self, file: str) -> None:
        """Name the file."""
        self.file = file

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Read this worker's row groups."""
        info = get_worker_info()
        assert info is not None
        file = pq.ParquetFile(self.file)
        mix = np.random.default_rng(5)
        for group in mix.permutation(file.num_row_groups)[info.id :: info.num_workers]:
            rows = file.read_row_group(int(group), columns=COLUMNS).to_pylist()
            for row in mix.permutation(len(rows)):
                yield rows[row]


def parquet(folder: Path, table: pa.Table, decode: Decode) -> Iterable[Any]:
    """Parquet, row groups of 100."""
    file = folder / "frames.parquet"
    if not file.exists():
        pq.write_table(table, file, row_group_size=ROW_GROUP, compression="none")
    return loader(Parquet(str(file)), partial(stacked, decode=decode), batch_size=BATCH)


def shards(folder: Path, table: pa.Table, decode: Decode) -> Iterable[Any]:
    """WebDataset: tars of 64 images, mixed through its buffer."""
    names = []
    for number, batch in enumerate(table.to_batches(max_chunksize=BATCH)):
        names.append(str(folder / f"shard-{number:03}.tar"))
        if not Path(names[-1]).exists():
            with tarfile.open(names[-1], "w") as tar:
                for row, (image, boxes) in enumerate(zip(batch["image_bytes"], batch["ann_bboxes"], strict=True)):
                    for kind, data in (("jpg", image.as_py()), ("boxes", repr(boxes.as_py()).encode())):
                        entry = tarfile.TarInfo(f"{number:03}-{row:03}.{kind}")
                        entry.size = len(data)
                        tar.addfile(entry, io.BytesIO(data))
    rows = webdataset.WebDataset(names, shardshuffle=len(names), empty_check=False).shuffle(100)
    return loader(rows, partial(untarred, decode=decode), batch_size=BATCH)


def untarred(rows: list[dict[str, Any]], decode: Decode) -> tuple[torch.Tensor, list[Any]]:
    """Make a batch of what WebDataset delivers."""
    return torch.stack([decode(row["jpg"]) for row in rows]), [row["boxes"] for row in rows]


class Files(Dataset[Any]):
    """Loose files, whose annotations are in memory."""

    def __init__(self, names: list[str], boxes: list[Any]) -> None:
        """Name the files."""
        self.names = names
        self.boxes = boxes

    def __len__(self) -> int:
        """How many."""
        return len(self.names)

    def __getitem__(self, index: int) -> dict[str, Any]:
        """Read one."""
        return {"image_bytes": Path(self.names[index]).read_bytes(), "ann_bboxes": self.boxes[index]}


def files(folder: Path, table: pa.Table, decode: Decode) -> Iterable[Any]:
    """Loose JPEG files in a random order."""
    found = {path.stem: str(path) for path in (folder / "bdd").rglob("*.jpg")}
    names = [found[name] for name in table["image_id"].to_pylist()]
    dataset = Files(names, table["ann_bboxes"].to_pylist())
    return loader(dataset, partial(stacked, decode=decode), batch_size=BATCH, shuffle=True)
