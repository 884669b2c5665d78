#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures detectors on views of a lake, each by what it collects, and draws what they find.

  evaluate.py --lake data/lake --views bdd100k_rider_val:rider bdd100k_nighttime_person_val:person \\
      --models baseline=baseline.pt fine-tuned=riders.pt --out data/evaluation

People and riders are one class here, since COCO has no riders: where a rider is labelled, a person may be found. Recall
is that of the class behind the colon, at an overlap of one half and a score of one half. Detectors of COCO's classes
are also measured on labels as COCO would have them (`as_coco`): a rider is a person and a bicycle.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import torch

from detection.classes import COMPARED, compared_label
from detection.detectors import Detector, load_detector
from detection.evaluating import Seen, look
from detection.files import written
from detection.measures import Measures, measure
from detection.options import add_device, add_lake, count, count_from_zero, found_device, said
from detection.pictures import chosen, write_sheet
from joust_torch import BDD100K_CLASSES, JoustError


def parser() -> argparse.ArgumentParser:
    """The command line."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_lake(cli)
    cli.add_argument("--views", nargs="+", required=True, metavar="VIEW:CLASS", help="and whose recall is told")
    cli.add_argument("--models", nargs="+", required=True, metavar="NAME=FILE", help="first red, last blue")
    cli.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of numbers and pictures")
    cli.add_argument("--limit", type=count, help="only the first frames of each view")
    cli.add_argument("--workers", type=count_from_zero, default=1, help="processes that read and decode")
    cli.add_argument("--threads", type=count, default=1, help="of the models on a CPU")
    add_device(cli)
    return cli


def main() -> None:
    """Evaluates, or says in one line why not."""
    arguments = parser().parse_args()
    torch.set_num_threads(arguments.threads)
    try:
        result = run(arguments)
    except (ValueError, JoustError) as e:
        print(said(e), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("Interrupted: nothing was measured; run the same again", file=sys.stderr)
        sys.exit(130)
    print(json.dumps(result, indent=2))


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    """Looks at each view with each detector."""
    views = _pairs(arguments.views, ":", "VIEW:CLASS, such as bdd100k_rider_val:rider")
    for view, sought in views.items():
        if compared_label(sought) is None:
            classes = ", ".join(f"'{name}'" for name in BDD100K_CLASSES if compared_label(name) is not None)
            raise ValueError(
                f"Cannot evaluate '{view}:{sought}': '{sought}' is no class that is compared; name one of {classes}"
            )
    files = _pairs(arguments.models, "=", "NAME=FILE")
    detectors = {name: load_detector(Path(file)) for name, file in files.items()}
    with written(arguments.out / "evaluation.json") as part:
        result = {view: _evaluated(arguments, view, sought, detectors) for view, sought in views.items()}
        part.write_text(json.dumps(result, indent=2) + "\n")
    return result


def _evaluated(arguments: argparse.Namespace, view: str, sought: str, detectors: dict[str, Detector]) -> dict[str, Any]:
    device = arguments.device or found_device()
    version: int | None = None
    seen: dict[str, Seen] = {}
    measures: dict[str, Measures] = {}
    numbers: dict[str, Any] = {}
    for name, detector in detectors.items():
        one = look(detector, arguments.lake, view, version, arguments.limit, arguments.workers, device)
        seen[name], version = one, one.version
        measures[name] = measure(one.found, one.truths, sought)
        numbers[name] = _numbers(measures[name])
        if detector.classes.name == "coco":
            numbers[name]["as_coco"] = _numbers(measure(one.found, [truth.as_coco() for truth in one.truths], sought))
        print(f"{view}, {name}: {_told(measures[name], sought)}", file=sys.stderr, flush=True)
    first, last = list(detectors)[0], list(detectors)[-1]
    truths = seen[last].truths
    frames = chosen(measures[first], measures[last])
    write_sheet(arguments.lake, view, sought, frames, seen[first], seen[last], arguments.out / f"{view}.jpg")
    by_heart = measure([truth.as_coco().all_found() for truth in truths], truths, sought)
    return {
        "version": version,
        "frames": len(truths),
        "sought": sought,
        "sought_boxes": measures[last].sought_boxes,
        "models": numbers,
        "labels_of_coco": _numbers(by_heart),
    }


def _pairs(texts: list[str], between: str, form: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in texts:
        name, found, value = text.partition(between)
        if not found or not name or not value:
            raise ValueError(f"Cannot evaluate '{text}': it is not in the form {form}; write it so")
        if name in pairs:
            raise ValueError(f"Cannot evaluate '{text}': '{name}' is named twice; run once more for the other")
        pairs[name] = value
    return pairs


def _numbers(measures: Measures) -> dict[str, Any]:
    return {
        "map50": _rounded(measures.mean_average_precision),
        "ap50": {name: _rounded(value) for name, value in measures.average_precision.items()},
        "recall": _rounded(measures.recall),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _told(measures: Measures, sought: str) -> str:
    people = measures.average_precision.get(COMPARED[0])
    told = [
        f"{what} {'is not defined, there are none' if value is None else format(value, '.3f')}"
        for what, value in (
            ("AP@0.5 of people and riders", people),
            ("mAP@0.5", measures.mean_average_precision),
            (f"recall of {measures.sought_boxes} boxes of '{sought}'", measures.recall),
        )
    ]
    return ", ".join(told)


if __name__ == "__main__":
    main()
