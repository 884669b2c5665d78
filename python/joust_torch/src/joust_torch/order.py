# SPDX-License-Identifier: Apache-2.0
"""The order of rows and its fingerprint, the same as in Java (``dev.joust.loader.RowOrder``)."""

import hashlib

import numpy as np
import numpy.typing as npt

RowIds = npt.NDArray[np.uint64]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


def shuffled(row_ids: RowIds, seed: int, epoch: int = 0, clump_rows: int = 1) -> RowIds:
    """Return row ids in the order of an epoch; clumps of rows that follow each other stay together."""
    if clump_rows < 1:
        raise ValueError(f"a clump must have at least one row but had {clump_rows}")
    places = _mixed(-(-len(row_ids) // clump_rows), seed, epoch)
    if clump_rows > 1:
        starts = places * clump_rows
        places = (starts[:, None] + np.arange(clump_rows)).reshape(-1)
        places = places[places < len(row_ids)]
    return row_ids[places]


def order_hash(row_ids: RowIds) -> str:
    """Return the fingerprint of an order: SHA-256 over the ids as little-endian unsigned 64-bit numbers."""
    return hashlib.sha256(np.ascontiguousarray(row_ids, dtype="<u8").tobytes()).hexdigest()


def _mixed(count: int, seed: int, epoch: int) -> npt.NDArray[np.int64]:
    """Fisher and Yates from the last position down, with numbers of SplitMix64."""
    state = seed & _MASK
    if epoch:
        state ^= int(_mix(np.array([epoch], dtype=np.uint64))[0])
    steps = np.arange(1, max(count, 1), dtype=np.uint64)
    bounds = np.arange(count, 1, -1, dtype=np.uint64)
    with np.errstate(over="ignore"):
        draws = _upper_half(_mix(np.uint64(state) + steps * np.uint64(_GOLDEN)), bounds).tolist()
    places = list(range(count))
    for i, j in zip(range(count - 1, 0, -1), draws, strict=True):
        places[i], places[j] = places[j], places[i]
    return np.array(places, dtype=np.int64)


def _mix(bits: RowIds) -> RowIds:
    with np.errstate(over="ignore"):
        z = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: RowIds = z ^ (z >> np.uint64(31))
        return mixed


def _upper_half(a: RowIds, b: RowIds) -> RowIds:
    """The upper 64 bits of products of 128; ``b`` is below 2**32, as a table in memory has fewer rows."""
    low = (a & _LOW) * b
    upper: RowIds = ((a >> _HALF) * b + (low >> _HALF)) >> _HALF
    return upper
