#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains a baseline, tunes it on the curated views and on random frames, and measures all three on each failure mode.

  failure_modes.py --lake data/demo/lake --out data/failure-modes

The baseline learns from what is broad, by day and near, with riders labelled as COCO does: as person and bicycle.
The fine-tuned one then learns from the three curated views, the control for as many steps from random frames. Every
model is a checkpoint in the lake. What lies in the folder already is not trained again: a run can be continued.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any

from detection.record import Joust, default_lake

HOME = Path(__file__).resolve().parent
MODES = {"rider": "rider", "nighttime_person": "person", "distant_person": "person"}
MODELS = ("baseline", "control", "fine-tuned")
NEAR = "(NOT has_person OR person_bbox_area_pct >= {distant})"


def parser() -> argparse.ArgumentParser:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument(
        "--lake",
        type=Path,
        default=default_lake(),
        help="folder of a lake with the six views of a demo: $JOUST_LAKE, then data/lake",
    )
    cli.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of weights, tables and pictures")
    cli.add_argument("--table", default="bdd100k", help="table that the views are of")
    cli.add_argument("--seeds", type=int, default=3, help="how often all is trained, with the seeds 0, 1, ...")
    cli.add_argument("--backbone", default="small")
    cli.add_argument("--start", type=Path, metavar="FILE", help="baseline that is not trained here, as COCO's weights")
    cli.add_argument("--baseline-steps", type=int, default=1200)
    cli.add_argument("--tuning-steps", type=int, default=600)
    cli.add_argument("--tuning-rate", type=float, default=1e-3)
    cli.add_argument("--distant", type=float, default=1.0, help="percent of a frame below which a person is distant")
    cli.add_argument("--limit", type=int, help="evaluate only the first frames of each view")
    cli.add_argument("--workers", type=int, default=1)
    cli.add_argument("--threads", type=int, default=1)
    return cli


def main() -> None:
    """Trains and evaluates, or says in one line why not."""
    arguments = parser().parse_args()
    try:
        print(json.dumps(run(arguments), indent=2))
    except ValueError as e:
        print(e, file=sys.stderr)
        sys.exit(1)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Runs all seeds; the table is also written to the folder."""
    joust = Joust(arguments.lake)
    broad, every = _training_views(joust, arguments)
    curated = [f"{arguments.table}_{mode}_train" for mode in MODES]
    arguments.out.mkdir(parents=True, exist_ok=True)
    results = []
    for seed in range(arguments.seeds):
        folder = arguments.out / f"seed-{seed}"
        files = {name: folder / f"{name}.pt" for name in MODELS}
        baseline = arguments.start or files["baseline"]
        if arguments.start is None:
            steps = ["--classes", "coco", "--steps", arguments.baseline_steps]
            _train(arguments, seed, [broad], files["baseline"], steps)
        tuning = ["--start", baseline, "--steps", arguments.tuning_steps, "--rate", arguments.tuning_rate]
        _train(arguments, seed, [every], files["control"], tuning)
        _train(arguments, seed, curated, files["fine-tuned"], tuning)
        results.append(_evaluate(arguments, folder, files | {"baseline": baseline}))
    table = _table(arguments, results)
    (arguments.out / "failure-modes.md").write_text(table)
    print(table, file=sys.stderr)
    return {"seeds": results}


def _training_views(joust: Joust, arguments: argparse.Namespace) -> tuple[str, str]:
    """The views of the baseline and of the control, created where they are not there."""
    names = {column["name"] for column in joust("schema", arguments.table)}
    kept = " AND is_duplicate IS NOT TRUE" if "is_duplicate" in names else ""
    near = NEAR.format(distant=arguments.distant)
    wheres = {
        f"{arguments.table}_broad_train": f"split = 'train' AND timeofday = 'daytime' AND {near}{kept}",
        f"{arguments.table}_random_train": f"split = 'train'{kept}",
    }
    present = {view["view"] for view in joust("view", "list")}
    for name, where in wheres.items():
        if name not in present:
            joust("view", "create", name, "--from", arguments.table, "--where", where)
        joust("view", "refresh", name)
    broad, every = wheres
    return broad, every


def _train(arguments: argparse.Namespace, seed: int, views: list[str], out: Path, words: list[Any]) -> None:
    if out.exists():
        return
    common = ["--lake", arguments.lake, "--backbone", arguments.backbone, "--seed", seed, "--out", out]
    common += ["--workers", arguments.workers, "--threads", arguments.threads, "--views", *views]
    print(f"== {out}", file=sys.stderr, flush=True)
    _run("train_detector.py", [*common, *words])


def _evaluate(arguments: argparse.Namespace, folder: Path, files: dict[str, Path]) -> Any:
    done = folder / "evaluation.json"
    if not done.exists():
        views = [f"{arguments.table}_{mode}_val:{sought}" for mode, sought in MODES.items()]
        models = [f"{name}={file}" for name, file in files.items()]
        words = ["--lake", arguments.lake, "--views", *views, "--models", *models, "--out", folder]
        words += ["--workers", arguments.workers, "--threads", arguments.threads, "--backbone", arguments.backbone]
        _run("evaluate.py", [*words, *([] if arguments.limit is None else ["--limit", arguments.limit])])
    return json.loads(done.read_text())


def _run(script: str, words: list[Any]) -> None:
    done = subprocess.run([sys.executable, str(HOME / script), *map(str, words)], stdout=subprocess.DEVNULL)
    if done.returncode:
        raise ValueError(f"Cannot go on: {script} ended with {done.returncode}; see what it says above, and run again")


def _table(arguments: argparse.Namespace, results: list[dict[str, Any]]) -> str:
    """Means over the seeds, with the least and the most in brackets."""
    lines = []
    columns: dict[str, Callable[[Any], float]] = {
        "AP@0.5 of people and riders": lambda numbers: numbers["ap50"].get("person or rider", 0.0),
        "mAP@0.5": lambda numbers: numbers["map50"],
        "recall": lambda numbers: numbers["recall"],
    }
    lines.append(f"| failure mode | model | {' | '.join(columns)} |")
    lines.append("|---" * (len(columns) + 2) + "|")
    for mode in MODES:
        view = f"{arguments.table}_{mode}_val"
        for name in MODELS:
            cells = []
            for number in columns.values():
                values = [number(result[view]["models"][name]) for result in results]
                cells.append(f"{mean(values):.3f} ({min(values):.3f} to {max(values):.3f})")
            lines.append(f"| {mode.replace('_', ' ')} | {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
