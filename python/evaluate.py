#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures detectors on views of a lake, each by what it collects, and draws what they find.

  evaluate.py --lake data/lake --views bdd100k_rider_val:rider bdd100k_nighttime_person_val:person \\
      --models baseline=baseline.pt fine-tuned=riders.pt --out data/evaluation

People and riders are one class here, since COCO has no riders: where a rider is labelled, a person may be found. Recall
is that of the class behind the colon, at an overlap of one half and a score of one half.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import torch

from detection.detectors import BACKBONES, load_detector
from detection.evaluating import Seen, look
from detection.measures import Measures, measure
from detection.pictures import chosen, write_sheet
from detection.record import default_lake
from joust_torch import JoustError


def parser() -> argparse.ArgumentParser:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument(
        "--lake", type=Path, default=default_lake(), help="folder of the lake: $JOUST_LAKE, then data/lake"
    )
    cli.add_argument("--views", nargs="+", required=True, metavar="VIEW:CLASS", help="and whose recall is told")
    cli.add_argument("--models", nargs="+", required=True, metavar="NAME=FILE", help="first red, last blue")
    cli.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of numbers and pictures")
    cli.add_argument("--backbone", choices=BACKBONES, default="small", help="of files that do not say it, as COCO's")
    cli.add_argument("--limit", type=int, help="only the first frames of each view")
    cli.add_argument("--workers", type=int, default=1, help="processes that read and decode")
    cli.add_argument("--threads", type=int, default=1, help="of the models on a CPU")
    cli.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return cli


def main() -> None:
    """Evaluates, or says in one line why not."""
    arguments = parser().parse_args()
    torch.set_num_threads(arguments.threads)
    try:
        result = run(arguments)
    except (ValueError, JoustError) as e:
        print(e, file=sys.stderr)
        sys.exit(1)
    print(json.dumps(result, indent=2))


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Looks at each view with each detector."""
    views = dict(_pair(text, ":", "VIEW:CLASS, such as bdd100k_rider_val:rider") for text in arguments.views)
    files = dict(_pair(text, "=", "NAME=FILE") for text in arguments.models)
    detectors = {name: load_detector(Path(file), arguments.backbone) for name, file in files.items()}
    device = torch.device(arguments.device)
    arguments.out.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {}
    for view, sought in views.items():
        seen: dict[str, Seen] = {}
        measures: dict[str, Measures] = {}
        for name, detector in detectors.items():
            seen[name] = look(detector, arguments.lake, view, arguments.limit, arguments.workers, device)
            measures[name] = measure(seen[name].found, seen[name].truths, sought)
            print(f"{view}, {name}: {_told(measures[name], sought)}", file=sys.stderr, flush=True)
        first, last = list(detectors)[0], list(detectors)[-1]
        frames = chosen(measures[first], measures[last])
        write_sheet(arguments.lake, view, frames, seen[first], seen[last], arguments.out / f"{view}.jpg")
        result[view] = {
            "version": seen[last].version,
            "frames": len(seen[last].row_ids),
            "sought": sought,
            "sought_boxes": measures[last].sought_boxes,
            "models": {name: _numbers(one) for name, one in measures.items()},
        }
    (arguments.out / "evaluation.json").write_text(json.dumps(result, indent=2) + "\n")
    return result


def _pair(text: str, between: str, form: str) -> tuple[str, str]:
    name, found, value = text.partition(between)
    if not found or not name or not value:
        raise ValueError(f"Cannot evaluate '{text}': it is not in the form {form}; write it so")
    return name, value


def _numbers(measures: Measures) -> dict[str, Any]:
    return {
        "map50": round(measures.mean_average_precision, 4),
        "ap50": {name: round(value, 4) for name, value in measures.average_precision.items()},
        "recall": round(measures.recall, 4),
    }


def _told(measures: Measures, sought: str) -> str:
    people = measures.average_precision.get("person or rider", 0.0)
    return (
        f"AP@0.5 of people and riders {people:.3f}, mAP@0.5 {measures.mean_average_precision:.3f}, recall of"
        f" {measures.sought_boxes} boxes of '{sought}' {measures.recall:.3f}"
    )


if __name__ == "__main__":
    main()
