# SPDX-License-Identifier: Apache-2.0
"""Measures the exported files of the detector and of the pair in ONNX Runtime, over frames of one seed."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnxruntime

from attributes import DISTANT_AREA_PCT
from frames import Footage, fresh_footage, validation_footage
from onnx_files import session
from quality import record
from queries import QUERIES
from train_backbone import Examples
from train_clip import known_words, precisions, unknown
from train_detector import measure as average_precision
from words import load_tokenizer

FOOTAGE = {"validation": validation_footage, "fresh": fresh_footage}


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def images(file: Path, examples: Examples) -> np.ndarray:
    """Unit vectors of all frames."""
    runtime = session(file)
    parts = np.array_split(np.arange(len(examples)), max(1, len(examples) // 50))
    return unit(np.concatenate([runtime.run(None, {"pixel_values": examples.batch(one).numpy()})[0] for one in parts]))


def words(runtime: onnxruntime.InferenceSession, folder: Path) -> np.ndarray:
    """Unit vectors of the queries, each encoded alone."""
    tokenizer = load_tokenizer(folder)
    vectors = []
    for query in QUERIES:
        one = tokenizer.encode(query.text)
        inputs = {"input_ids": np.array([one.ids]), "attention_mask": np.array([one.attention_mask])}
        vectors.append(runtime.run(None, inputs)[0])
    return unit(np.concatenate(vectors))


def pair(folder: Path, footage: Footage) -> dict:
    examples = Examples([footage])
    likeness = words(session(folder / "text_model.onnx"), folder) @ images(folder / "vision_model.onnx", examples).T
    rows, mean = precisions(likeness, examples.frames)
    known = known_words(seed=9)
    for row in rows:
        row["words_unknown_to_training"] = unknown(row["query"], known)
    return {
        "queries": rows,
        "mean_precision_at_8": mean["precision_at_8"],
        "mean_chance": mean["chance"],
        "test_frames": len(examples),
        "distant_person_area_pct": DISTANT_AREA_PCT,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder of the drawn frames")
    parser.add_argument(
        "--models", type=Path, required=True, help="folder of the models; their quality.json is written"
    )
    parser.add_argument("--footage", choices=tuple(FOOTAGE), default="fresh")
    parser.add_argument("--frames", type=int, default=1000, help="how many the detector looks at")
    parser.add_argument("--only", choices=("clip", "detector"))
    arguments = parser.parse_args()
    footage = FOOTAGE[arguments.footage](arguments.work)
    if arguments.only != "detector":
        record(arguments.models, "clip", pair(arguments.models / "clip", footage) | {"test_seed": footage.seed})
    if arguments.only != "clip":
        frames = footage.read()[: arguments.frames]
        measured = average_precision(arguments.models / "detector/detector.onnx", frames)
        seen = {"test_frames": len(frames), "test_seed": footage.seed}
        record(arguments.models, "detector", measured | seen)


if __name__ == "__main__":
    main()
