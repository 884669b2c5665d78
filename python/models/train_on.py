# SPDX-License-Identifier: Apache-2.0
"""Trains the detector or the pair on from the weights in their ONNX files, over frames that the first training had not.

The files hold normalizations folded into convolutions, so what is trained on has none of those.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

import beside  # noqa: F401
from attributes import ATTRIBUTES
from clip_model import POOLED, ImageEncoder, ImageProjection, TextEncoder, pooled
from detection.small import narrow_resnet18
from detector_model import OneImage, export_detector, small_detector
from frames import further_footage
from onnx_files import fuse, halve
from refine_trunk import refine
from train_backbone import NORMALIZATION, Examples
from train_clip import CaptionDraw, features, write
from train_clip import train as train_pair
from train_detector import Crops, check_same, values_of
from train_detector import train as train_boxes
from trunk import Trunk
from words import load_tokenizer

DETECTOR_STEPS = 3400
# Seed and steps of the trunk for each round; the projection and the text encoder learn after it.
PAIR_ROUNDS = ((6, 800), (8, 450))
PAIR_STEPS = 700

# How much more often a crop shows one of these, and how likely it is put around one.
SOUGHT = {
    "person": 0.5,
    "rider": 2.0,
    "bicycle": 5.0,
    "motorcycle": 8.0,
    "truck": 0.3,
    "bus": 0.8,
    "train": 1.5,
    "traffic light": 0.5,
    "traffic sign": 0.2,
}


def read_weights(module: nn.Module, file: Path) -> None:
    """Takes all weights of a module from the file that was exported from it."""
    graph = onnx.load(str(file)).graph
    stored = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    stored = {name.removesuffix(".half"): values for name, values in stored.items()}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in stored:
            # The exporter turns the weight of a linear layer round and forgets its name, but not the layer's.
            stored[node.name.strip("/").replace("/", ".").removesuffix("MatMul") + "weight"] = stored[node.input[1]].T
    state = module.state_dict()
    for name, value in state.items():
        if not name.endswith("num_batches_tracked"):
            state[name] = torch.from_numpy(stored[name].astype(np.float32)).reshape(value.shape)
    module.load_state_dict(state)


class PooledClassifier(nn.Module):
    """The trunk with a linear layer that names attributes by all that the pair sees of a frame."""

    def __init__(self, trunk: Trunk) -> None:
        super().__init__()
        self.trunk = trunk
        self.scale = nn.BatchNorm1d(POOLED)
        self.head = nn.Linear(POOLED, len(ATTRIBUTES))

    def forward(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        last, maps = self.trunk(pixels)
        return self.head(self.scale(pooled(last, maps))), maps


def detector(work: Path, models: Path, out: Path) -> None:
    torch.manual_seed(5)
    model = small_detector(narrow_resnet18(), NORMALIZATION)
    fuse(model)
    read_weights(OneImage(model), models / "detector/detector.onnx")
    frames = [frame for part in further_footage(work) for frame in part.read()]
    train_boxes(model, Crops(frames, 5, SOUGHT), DETECTOR_STEPS, 4, 6e-4, work / "further-detector-weights.pt")
    halve(model)
    torch.save(model, work / "detector.pt")
    file = out / "detector/detector.onnx"
    export_detector(model, file, values_of(frames[0]))
    print("differs from PyTorch by at most", check_same(model, file, [values_of(frame) for frame in frames[:4]]))


def pair(work: Path, models: Path, out: Path) -> None:
    images = ImageEncoder(Trunk(), ImageProjection())
    fuse(images)
    read_weights(images, models / "clip/vision_model.onnx")
    tokenizer = load_tokenizer(models / "clip")
    text = TextEncoder(tokenizer.get_vocab_size())
    read_weights(text, models / "clip/text_model.onnx")
    examples = Examples(further_footage(work))
    truth = examples.truth.numpy() > 0
    trunk = images.trunk.to(memory_format=torch.channels_last)
    for seed, trunk_steps in PAIR_ROUNDS:
        torch.manual_seed(seed)
        refine(PooledClassifier(trunk), examples, trunk_steps, batch=32, seed=seed, rate=5e-4)
        halve(trunk)
        captions = CaptionDraw(truth, tokenizer, seed)
        seen = features(trunk.eval(), examples)
        train_pair(images.projection, text, seen, captions, PAIR_STEPS, seed, rate=1e-3, sharpness=3.0)
        halve(images)
        halve(text)
    torch.save({"image": images.eval(), "text": text.eval()}, work / "clip.pt")
    write(images, text, tokenizer, out / "clip")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=("detector", "clip"))
    parser.add_argument("--work", type=Path, required=True, help="folder of the drawn frames and of the weights")
    parser.add_argument("--models", type=Path, required=True, help="folder of the models to begin with")
    parser.add_argument("--out", type=Path, required=True, help="folder of the models that come out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    train = detector if arguments.model == "detector" else pair
    train(arguments.work, arguments.models, arguments.out)


if __name__ == "__main__":
    main()
