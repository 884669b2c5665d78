# SPDX-License-Identifier: Apache-2.0
"""The failure modes of the demo, and how well models do on them."""

from __future__ import annotations

from statistics import mean
from typing import Any

#: Each has a view of training and one of validation, and is about a class.
MODES = {"rider": "rider", "nighttime_person": "person", "distant_person": "person"}
MODELS = ("baseline", "control", "fine-tuned")


def as_table(table: str, results: list[dict[str, Any]]) -> str:
    """Means over the seeds, with the least and the most in brackets; `results` are those of `evaluate.py`."""
    columns = ("AP@0.5 of people and riders", "mAP@0.5", "recall")
    lines = [f"| failure mode | model | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for mode in MODES:
        views = [result[f"{table}_{mode}_val"] for result in results]
        rows = {"COCO's labels themselves": [view["labels_of_coco"] for view in views]}
        for name in MODELS:
            models = [view["models"][name] for view in views]
            rows[name] = models
            if all("as_coco" in model for model in models):
                rows[f"{name}, on COCO's labels"] = [model["as_coco"] for model in models]
        for row, numbers in rows.items():
            values = [
                [one["ap50"].get("person or rider") for one in numbers],
                [one["map50"] for one in numbers],
                [one["recall"] for one in numbers],
            ]
            lines.append(f"| {mode.replace('_', ' ')} | {row} | {' | '.join(map(_cell, values))} |")
    return "\n".join(lines) + "\n"


def _cell(values: list[float | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{mean(known):.3f} ({min(known):.3f} to {max(known):.3f})" if known else "none there"
