#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains torchvision's Faster R-CNN on views of a lake, and adds a checkpoint that names exactly what it read.

train_detector.py --lake data/lake --views bdd100k_rider_train bdd100k_nighttime_person_train --out riders.pt
train_detector.py --again riders.pt --lake data/lake --out same.pt     # the same rows, order and settings again
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import torch

from detection.detectors import BACKBONES
from detection.files import written
from detection.options import add_device, add_lake, amount, count, count_from_zero, crop, said
from detection.record import Joust, code_revision, libraries, open_planned
from detection.speed import Told, peak_of
from detection.training import train
from detection.trainings import Training
from joust_torch import JoustError

# What a file of weights says itself, so that it is not asked for with --again.
OF_A_TRAINING = (
    "views",
    "backbone",
    "classes",
    "steps",
    "epochs",
    "batch",
    "rate",
    "crop",
    "seed",
    "workers",
    "threads",
)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_lake(cli)
    cli.add_argument("--views", nargs="+", metavar="VIEW", help="what is read, mixed as one")
    cli.add_argument("--out", type=Path, required=True, metavar="FILE.pt", help="file of weights that is written")
    cli.add_argument("--again", type=Path, metavar="FILE.pt", help="run the training of this file again")
    cli.add_argument("--backbone", choices=BACKBONES, help="default small, which a CPU trains in minutes")
    cli.add_argument("--classes", choices=("bdd", "coco"), help="default bdd; coco: riders as person and bicycle")
    cli.add_argument("--start", type=Path, metavar="FILE", help="weights to begin with: of this script, or COCO's")
    length = cli.add_mutually_exclusive_group()
    length.add_argument("--steps", type=count, help="batches; instead of epochs")
    length.add_argument("--epochs", type=count, help="default 4 (small), 10 (resnet50)")
    cli.add_argument("--batch", type=count, help="images of a step: default 8 (small), 64 (resnet50)")
    cli.add_argument("--rate", type=amount, help="largest learning rate: default 0.0015 (small), 0.0002 (resnet50)")
    cli.add_argument("--crop", type=crop, help="WIDTHxHEIGHT or none: default 352x224 (small), none (resnet50)")
    cli.add_argument("--seed", type=int, help="of the order, the crops and the first weights: default 0")
    cli.add_argument("--workers", type=count_from_zero, help="processes that read and decode: default 1")
    cli.add_argument("--threads", type=count, help="of the model on a CPU: by default a core each, but for the workers")
    add_device(cli)
    cli.add_argument("--id", help="name of the checkpoint: 12 digits of the file's hash unless given")
    cli.add_argument("--unregistered", action="store_true", help="add no checkpoint to the lake")
    return cli


def main() -> None:
    """Trains, or says in one line why not."""
    cli = parser()
    arguments = cli.parse_args()
    if arguments.again is None and not arguments.views:
        cli.error("name the views with --views, or a file of weights with --again")
    if arguments.again is not None:
        asked = [f"--{name}" for name in OF_A_TRAINING if getattr(arguments, name) is not None]
        if asked:
            cli.error(f"--again runs what the file of weights says; leave {', '.join(asked)} out")
    if arguments.id is not None and arguments.unregistered:
        cli.error("--id names the checkpoint that --unregistered leaves out")
    try:
        print(json.dumps(run(arguments), indent=2))
    except (ValueError, JoustError) as e:
        print(said(e), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print(f"Interrupted: '{arguments.out}' was not written; run the same again", file=sys.stderr)
        sys.exit(130)


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Runs one training; what it says of itself is also in its file of weights."""
    joust = Joust(arguments.lake)
    if arguments.id is not None:
        joust.require_new(arguments.id)
    if arguments.again is None:
        training = Training.new(arguments, joust.plan(arguments.views, arguments.seed or 0))
    else:
        training = Training.again(arguments.again, arguments.start, arguments.device)
    settings, detector = training.settings, training.detector
    torch.set_num_threads(settings.threads)
    # Also those of a training that runs again: it may have no checkpoint that keeps them.
    with joust.keeping(training.plan):
        dataset = open_planned(arguments.lake, training.plan, detector.size)
        print(
            f"{len(dataset)} rows of {len(dataset.parts)} views, {settings.steps} steps of {settings.batch} images,"
            f" {detector.backbone} on {settings.device}",
            file=sys.stderr,
        )
        with written(arguments.out) as part:
            told = train(detector, dataset, settings)
            record = _record(training, told)
            torch.save(_stored(training, record, told), part)
        summary: dict[str, Any] = {"weights": str(arguments.out), "record": record}
        if training.losses is not None:
            summary["losses_equal"] = told.losses == training.losses
        if not arguments.unregistered:
            summary["checkpoint"] = joust.add(record, arguments.out, arguments.id)["id"]
    return summary


def _stored(training: Training, record: dict[str, Any], told: Told) -> dict[str, Any]:
    detector = training.detector
    return {
        "state_dict": {key: value.cpu() for key, value in detector.model.state_dict().items()},
        "backbone": detector.backbone,
        "published": detector.published,
        "classes": detector.classes.name,
        "record": record,
        "settings": training.settings.kept(),
        "start": training.start,
        "losses": told.losses,
    }


def _record(training: Training, told: Told) -> dict[str, Any]:
    metrics = {
        "loss_of_last_steps": sum(told.losses[-20:]) / len(told.losses[-20:]),
        "images_per_second": told.images_per_second,
        "wait_share": told.wait_share,
    }
    peak = peak_of(torch.device(training.settings.device))
    if peak is not None:
        metrics["mfu"] = told.mfu(peak)
    return {
        "views": training.plan["views"],
        "seed": training.plan["seed"],
        "order_hash": training.plan["order_hash"],
        "step": training.settings.steps,
        "metrics": metrics,
        "code": code_revision(),
        "libraries": libraries(),
    }


if __name__ == "__main__":
    main()
