# SPDX-License-Identifier: Apache-2.0
"""Times whole epochs of each way in turns, and prints medians and ratios as Markdown."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import joust_torch
import lance
import ways

ROUNDS = int(os.environ.get("JOUST_BENCHMARK_ROUNDS", "7"))
WARM_UP = 2


def counted(batches: object) -> int:
    """Take every batch and touch it; nothing else is done with it."""
    rows = 0
    for batch in batches:  # type: ignore[attr-defined]
        images = batch.images if isinstance(batch, joust_torch.FeedBatch) else batch[0]
        assert images.shape[1:] == (3, ways.SIZE[1], ways.SIZE[0])
        rows += len(images)
    return rows


class Alone:
    """Threads of the JVM that only decode, from memory: what no loader with this decoder can surpass."""

    def __init__(self, folder: Path) -> None:
        """Start the JVM; each line that it reads is an epoch."""
        arguments = ["decode-alone", str(folder / "bdd"), "x".join(map(str, ways.SIZE))]
        self.process = subprocess.Popen(
            ["java", "dev.joust.benchmarks.Main", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def epoch(self) -> int:
        """Decode all images once."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def main() -> None:
    """Measure."""
    folder, frames = Path(sys.argv[1]), int(sys.argv[2])
    table = lance.dataset(str(folder / "lake" / "bdd100k.lance")).to_table(columns=["image_id", *ways.COLUMNS])
    fed = joust_torch.feeder(folder / "lake", "plan", batch_size=ways.BATCH, size=ways.SIZE)
    exact = joust_torch.feeder(folder / "lake", "plan", batch_size=ways.BATCH, size=ways.SIZE, exact_pixels=True)
    alone = Alone(folder)
    turns: dict[str, Callable[[], int]] = {
        "JVM, decoding alone": alone.epoch,
        "feeder": lambda: counted(fed),
        "feeder, exact pixels": lambda: counted(exact),
        "JoustDataset, 2 workers (drafts)": partial(counted, ways.joust(folder)),
    }
    for decode, how in ((ways.whole, ""), (ways.drafted, " (drafts)")):
        turns |= {
            f"LanceDB Permutation, 2 workers{how}": partial(counted, ways.lancedb_permutation(folder, decode)),
            f"Parquet, 2 workers{how}": partial(counted, ways.parquet(folder, table, decode)),
            f"WebDataset, 2 workers{how}": partial(counted, ways.shards(folder, table, decode)),
            f"loose files, 2 workers{how}": partial(counted, ways.files(folder, table, decode)),
        }
    seconds: dict[str, list[float]] = {name: [] for name in turns}
    for turn in range(WARM_UP + ROUNDS):
        for name, epoch in turns.items():
            begun = time.perf_counter()
            rows = epoch()
            took = time.perf_counter() - begun
            assert rows == frames, f"{name} delivered {rows} of {frames} rows"
            # Two epochs start workers and warm the compiler of the JVM up.
            if turn >= WARM_UP:
                seconds[name].append(took)
    print(
        f"\n{frames} frames of 1280x720 as {ways.SIZE[0]}x{ways.SIZE[1]}, batches of {ways.BATCH}, {os.cpu_count()} cores,"
    )
    print(
        f"{ROUNDS} rounds of turns\n\n| way | images/s | the feeder has | of the JVM decoding alone |\n|---|---|---|---|"
    )
    for name in turns:
        speed = frames / statistics.median(seconds[name])
        ratio = statistics.median(other / own for other, own in zip(seconds[name], seconds["feeder"], strict=True))
        pairs = zip(seconds["JVM, decoding alone"], seconds[name], strict=True)
        print(f"| {name} | {speed:.0f} | {ratio:.2f} times | {statistics.median(a / b for a, b in pairs):.0%} |")
    alone.process.terminate()
    fed.close()
    exact.close()


if __name__ == "__main__":
    main()
