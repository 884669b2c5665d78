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
from pathlib import Path
from typing import Any

from detection.detectors import BACKBONES, sha256
from detection.failures import MODELS, MODES, as_table
from detection.files import written
from detection.options import add_lake, amount, count, count_from_zero
from detection.record import Joust

HOME = Path(__file__).resolve().parent
NEAR = "(NOT has_person OR person_bbox_area_pct >= {distant})"
SMALL_TUNING_RATE = 1e-3
NOTED = "run.json"
LABELLED = "ann_bboxes IS NOT NULL AND ann_categories IS NOT NULL"
# What another answer would come of; how many processes and threads there are is not among it.
DECIDES = (
    "table",
    "backbone",
    "baseline_steps",
    "tuning_steps",
    "tuning_rate",
    "distant",
    "limit",
)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_lake(cli, "folder of a lake with the six views of a demo")
    cli.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of weights, tables and pictures")
    cli.add_argument("--table", default="bdd100k", help="table that the views are of")
    cli.add_argument("--seeds", type=count, default=3, help="how often all is trained, with the seeds 0, 1, ...")
    cli.add_argument("--backbone", choices=BACKBONES, help="of a baseline that is trained here: default small")
    cli.add_argument("--start", type=Path, metavar="FILE", help="baseline that is not trained here, as COCO's weights")
    cli.add_argument("--baseline-steps", type=count, default=1200)
    cli.add_argument("--tuning-steps", type=count, default=600)
    cli.add_argument("--tuning-rate", type=amount, help="default 0.001 (small), 0.0002 (resnet50)")
    cli.add_argument("--distant", type=amount, default=1.0, help="percent of a frame below which a person is distant")
    cli.add_argument("--limit", type=count, help="evaluate only the first frames of each view")
    cli.add_argument("--workers", type=count_from_zero, default=1)
    cli.add_argument("--threads", type=count, default=1)
    return cli


def main() -> None:
    """Trains and evaluates, or says in one line why not."""
    cli = parser()
    arguments = cli.parse_args()
    if arguments.start is not None and arguments.backbone is not None:
        cli.error("--start says itself what its backbone is; leave --backbone out")
    try:
        print(json.dumps(run(arguments), indent=2))
    except ValueError as e:
        print(e, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print(f"Interrupted: run the same again, and it goes on in '{arguments.out}'", file=sys.stderr)
        sys.exit(130)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Runs all seeds; the table is also written to the folder."""
    joust = Joust(arguments.lake)
    broad, every = _training_views(joust, arguments)
    curated = [f"{arguments.table}_{mode}_train" for mode in MODES]
    measured = [f"{arguments.table}_{mode}_val" for mode in MODES]
    _require_same(arguments, joust.plan([broad, every, *curated, *measured], 0)["views"])
    results = []
    for seed in range(arguments.seeds):
        folder = arguments.out / f"seed-{seed}"
        files = {name: folder / f"{name}.pt" for name in MODELS}
        baseline = arguments.start or files["baseline"]
        if arguments.start is None:
            words = ["--classes", "coco", "--backbone", arguments.backbone or "small"]
            _train(arguments, seed, [broad], files["baseline"], [*words, "--steps", arguments.baseline_steps])
        tuning = ["--start", baseline, "--steps", arguments.tuning_steps, *_rate(arguments)]
        _train(arguments, seed, [every], files["control"], tuning)
        _train(arguments, seed, curated, files["fine-tuned"], tuning)
        results.append(_evaluate(arguments, folder, files | {"baseline": baseline}))
    table = as_table(arguments.table, results)
    with written(arguments.out / "failure-modes.md") as part:
        part.write_text(table)
    print(table, file=sys.stderr)
    return {"seeds": results}


def _rate(arguments: argparse.Namespace) -> list[Any]:
    if arguments.tuning_rate is not None:
        return ["--rate", arguments.tuning_rate]
    is_small = arguments.start is None and arguments.backbone != "resnet50"
    return ["--rate", SMALL_TUNING_RATE] if is_small else []


def _training_views(joust: Joust, arguments: argparse.Namespace) -> tuple[str, str]:
    """The views of the baseline and of the control, created where they are not there."""
    names = {column["name"] for column in joust("schema", arguments.table)}
    kept = f" AND {LABELLED}" + (" AND is_duplicate IS NOT TRUE" if "is_duplicate" in names else "")
    near = NEAR.format(distant=arguments.distant)
    wheres = {
        f"{arguments.table}_broad_train": f"split = 'train' AND timeofday = 'daytime' AND {near}{kept}",
        f"{arguments.table}_random_train": f"split = 'train'{kept}",
    }
    present = {view["view"]: view["where"] for view in joust("view", "list")}
    begun = (arguments.out / NOTED).exists()
    for name, where in wheres.items():
        if name not in present:
            joust("view", "create", name, "--from", arguments.table, "--where", where)
        elif present[name] != where:
            raise ValueError(
                f"Cannot train on view '{name}': it has the rows where {present[name]}, and would be created with"
                f" {where}; drop it with joust view drop {name}"
            )
        if not begun:
            joust("view", "refresh", name)
    broad, every = wheres
    return broad, every


def _require_same(arguments: argparse.Namespace, views: list[dict[str, Any]]) -> None:
    """Notes in the folder what decides the answer; a folder of another answer is refused."""
    decides: dict[str, Any] = {name: getattr(arguments, name) for name in DECIDES}
    decides["start"] = None if arguments.start is None else sha256(arguments.start)
    decides["views"] = {view["name"]: [view["version"], view["fingerprint"]] for view in views}
    noted = arguments.out / NOTED
    if noted.exists():
        before = json.loads(noted.read_text())
        changed = [name for name in decides if before.get(name) != decides[name]]
        if changed:
            raise ValueError(
                f"Cannot go on in '{arguments.out}': it was begun with other {', '.join(changed)}; give another --out,"
                " or the same options on the same lake"
            )
    elif arguments.out.is_dir() and any(arguments.out.iterdir()):
        raise ValueError(f"Cannot begin in '{arguments.out}': it is not empty; give another --out")
    else:
        with written(noted) as part:
            part.write_text(json.dumps(decides, indent=2) + "\n")


def _train(arguments: argparse.Namespace, seed: int, views: list[str], out: Path, words: list[Any]) -> None:
    if out.exists():
        return
    common = ["--lake", arguments.lake, "--seed", seed, "--out", out]
    common += ["--workers", arguments.workers, "--threads", arguments.threads, "--views", *views]
    print(f"== {out}", file=sys.stderr, flush=True)
    _run("train_detector.py", [*common, *words])


def _evaluate(arguments: argparse.Namespace, folder: Path, files: dict[str, Path]) -> Any:
    done = folder / "evaluation.json"
    if not done.exists():
        views = [f"{arguments.table}_{mode}_val:{sought}" for mode, sought in MODES.items()]
        models = [f"{name}={file}" for name, file in files.items()]
        words = ["--lake", arguments.lake, "--views", *views, "--models", *models, "--out", folder]
        words += ["--workers", arguments.workers, "--threads", arguments.threads]
        _run("evaluate.py", [*words, *([] if arguments.limit is None else ["--limit", arguments.limit])])
    return json.loads(done.read_text())


def _run(script: str, words: list[Any]) -> None:
    done = subprocess.run([sys.executable, str(HOME / script), *map(str, words)], stdout=subprocess.DEVNULL)
    if done.returncode:
        raise ValueError(f"Cannot go on: {script} ended with {done.returncode}; see what it says above, and run again")


if __name__ == "__main__":
    main()
