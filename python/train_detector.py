#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains torchvision's Faster R-CNN on views of a lake, and adds a checkpoint that names exactly what it read.

train_detector.py --lake data/lake --views bdd100k_rider_train bdd100k_nighttime_person_train --out riders.pt
train_detector.py --again riders.pt --lake data/lake --out same.pt     # the same rows, order and settings again
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import torch

from detection.classes import Classes
from detection.detectors import BACKBONES, Detector, load_detector, new_detector, read_weights, sha256, with_classes
from detection.record import Joust, code_revision, default_lake, libraries, open_planned
from detection.training import Settings, Told, peak_tflops, train
from joust_torch import JoustError

DEFAULTS: dict[str, dict[str, Any]] = {
    "small": {"batch": 8, "rate": 1.5e-3, "crop": (352, 224), "epochs": 4},
    "resnet50": {"batch": 64, "rate": 2e-4, "crop": None, "epochs": 10},
}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument(
        "--lake", type=Path, default=default_lake(), help="folder of the lake: $JOUST_LAKE, then data/lake"
    )
    cli.add_argument("--views", nargs="+", default=[], metavar="VIEW", help="what is read, mixed as one")
    cli.add_argument("--out", type=Path, required=True, metavar="FILE.pt", help="file of weights that is written")
    cli.add_argument("--again", type=Path, metavar="FILE.pt", help="run the training of this file again")
    cli.add_argument("--backbone", choices=BACKBONES, default="small", help="small trains on a CPU in minutes")
    cli.add_argument("--classes", choices=("bdd", "coco"), default="bdd", help="coco: riders as person and bicycle")
    cli.add_argument("--start", type=Path, metavar="FILE", help="weights to begin with: of this script, or COCO's")
    cli.add_argument("--steps", type=int, help="batches; instead of epochs")
    cli.add_argument("--epochs", type=int, help="default 4 (small), 10 (resnet50)")
    cli.add_argument("--batch", type=int, help="images of a step: default 8 (small), 64 (resnet50)")
    cli.add_argument("--rate", type=float, help="largest learning rate: default 0.0015 (small), 0.0002 (resnet50)")
    cli.add_argument("--crop", help="WIDTHxHEIGHT or none: default 352x224 (small), none (resnet50)")
    cli.add_argument("--seed", type=int, default=0, help="of the order, the crops and the first weights")
    cli.add_argument("--workers", type=int, default=1, help="processes that read and decode")
    cli.add_argument("--threads", type=int, help="of the model on a CPU: by default a core each, but for the workers")
    cli.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    cli.add_argument("--id", help="name of the checkpoint: 12 digits of the file's hash unless given")
    cli.add_argument("--unregistered", action="store_true", help="add no checkpoint to the lake")
    return cli


def main() -> None:
    """Trains, or says in one line why not."""
    cli = parser()
    arguments = cli.parse_args()
    if arguments.again is None and not arguments.views:
        cli.error("name the views with --views, or a file of weights with --again")
    if arguments.again is not None and arguments.views:
        cli.error("--again reads what the first training read; leave --views out")
    try:
        print(json.dumps(run(arguments), indent=2))
    except (ValueError, JoustError) as e:
        print(e, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print(f"Interrupted: '{arguments.out}' was not written; run the same again", file=sys.stderr)
        sys.exit(130)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Runs one training; what it says of itself is also in its file of weights."""
    joust = Joust(arguments.lake)
    if arguments.id is not None and not arguments.unregistered:
        joust.require_new(arguments.id)
    first = None if arguments.again is None else _training_of(arguments.again)
    plan = joust.plan(arguments.views, arguments.seed) if first is None else first["record"]
    device = torch.device(arguments.device)
    detector = _begin(arguments, first)
    dataset = open_planned(arguments.lake, plan, detector.size)
    settings = _settings(arguments, len(dataset), device) if first is None else Settings(**first["settings"])
    torch.set_num_threads(settings.threads)
    print(
        f"{len(dataset)} rows of {len(plan['views'])} views, {settings.steps} steps of {settings.batch} images,"
        f" {detector.backbone} on {device}",
        file=sys.stderr,
    )
    # What is read again was kept by the checkpoint of the first time.
    with contextlib.nullcontext() if first is not None else joust.keeping(plan):
        told = train(detector, dataset, settings, device)
        record = _record(plan, settings, told, device)
        _save(arguments, first, detector, settings, record, told)
        summary: dict[str, Any] = {"weights": str(arguments.out), "record": record}
        if first is not None:
            summary["losses_equal"] = told.losses == first["losses"]
        if not arguments.unregistered:
            summary["checkpoint"] = joust.add(record, arguments.out, arguments.id)["id"]
    return summary


def _save(
    arguments: argparse.Namespace,
    first: dict[str, Any] | None,
    detector: Detector,
    settings: Settings,
    record: dict[str, Any],
    told: Told,
) -> None:
    stored = {
        "state_dict": {key: value.cpu() for key, value in detector.model.state_dict().items()},
        "backbone": detector.backbone,
        "classes": detector.classes.name,
        "record": record,
        "settings": vars(settings),
        "start": _start(arguments) if first is None else first["start"],
        "losses": told.losses,
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(stored, arguments.out)


def _training_of(file: Path) -> dict[str, Any]:
    stored = read_weights(file)
    if "record" not in stored:
        raise ValueError(f"Cannot run '{file}' again: it does not say what it was trained on; give another file")
    return stored


def _start(arguments: argparse.Namespace) -> dict[str, str] | None:
    if arguments.start is None:
        return None
    return {"file": str(arguments.start.resolve()), "sha256": sha256(arguments.start)}


def _begin(arguments: argparse.Namespace, first: dict[str, Any] | None) -> Detector:
    classes = Classes.of(arguments.classes if first is None else first["classes"])
    backbone = arguments.backbone if first is None else first["backbone"]
    seed = arguments.seed if first is None else first["settings"]["seed"]
    start = arguments.start
    if first is not None and first["start"] is not None:
        start = start or Path(first["start"]["file"])
        if sha256(start) != first["start"]["sha256"]:
            raise ValueError(
                f"Cannot run '{arguments.again}' again: '{start}' is not the file of weights that it began with; name"
                " that with --start"
            )
    torch.manual_seed(seed)
    if start is None:
        return new_detector(backbone, classes)
    return with_classes(load_detector(start, backbone), classes)


def _settings(arguments: argparse.Namespace, rows: int, device: torch.device) -> Settings:
    defaults = DEFAULTS[arguments.backbone]
    batch = arguments.batch or defaults["batch"]
    epochs = arguments.epochs or defaults["epochs"]
    crop = defaults["crop"]
    if arguments.crop is not None:
        try:
            crop = None if arguments.crop == "none" else tuple(int(side) for side in arguments.crop.split("x"))
            if crop is not None and (len(crop) != 2 or min(crop) < 32):
                raise ValueError
        except ValueError:
            raise ValueError(
                f"Cannot cut frames to '{arguments.crop}': it is no size of at least 32x32; give WIDTHxHEIGHT or none"
            ) from None
    return Settings(
        steps=arguments.steps or epochs * -(-rows // batch),
        batch=batch,
        rate=arguments.rate or defaults["rate"],
        crop=crop,
        seed=arguments.seed,
        workers=arguments.workers,
        amp=device.type == "cuda",
        threads=arguments.threads or max(1, (os.cpu_count() or 1) - arguments.workers),
    )


def _record(plan: dict[str, Any], settings: Settings, told: Told, device: torch.device) -> dict[str, Any]:
    metrics = {
        "loss_of_last_steps": sum(told.losses[-20:]) / len(told.losses[-20:]),
        "images_per_second": told.images_per_second,
        "wait_share": told.wait_share,
    }
    peak = peak_tflops(device)
    if peak is not None:
        metrics["mfu"] = told.mfu(peak)
    return {
        "views": plan["views"],
        "seed": plan["seed"],
        "order_hash": plan["order_hash"],
        "step": settings.steps,
        "metrics": metrics,
        "code": code_revision(),
        "libraries": libraries(),
    }


if __name__ == "__main__":
    main()
