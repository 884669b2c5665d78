# SPDX-License-Identifier: Apache-2.0
"""Detectors by the name of their backbone, and files of their weights."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torchvision.models.detection import FasterRCNN, fasterrcnn_resnet50_fpn
from torchvision.models.detection.backbone_utils import resnet_fpn_backbone
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor
from torchvision.ops import FrozenBatchNorm2d

from detection.classes import COCO_LABELS, Classes
from detection.small import LONG_SIDE, SHORT_SIDE, narrow_resnet18, small_detector

BACKBONES = ("small", "resnet50")
_COCO_ROWS = 91
# As torchvision tunes its published weights: the stem and the first of four stages stay as they are.
_TRAINED_STAGES = 3
_OF_A_TRAINING = ("state_dict", "backbone", "classes")


@dataclass
class Detector:
    """A model of torchvision's shape, and what its labels are called: `names[label]`, None where it is of no use.

    `published` says that it goes back to torchvision's weights of COCO, whose normalizations are frozen.
    """

    backbone: str
    classes: Classes
    model: FasterRCNN
    names: list[str | None]
    published: bool = False

    @property
    def size(self) -> tuple[int, int] | None:
        """(width, height) to which frames are brought before the model sees them; None leaves that to the model."""
        return (LONG_SIDE, SHORT_SIDE) if self.backbone == "small" else None


def new_detector(backbone: str, classes: Classes) -> Detector:
    """A detector of random weights."""
    count = len(classes.names) + 1
    if backbone == "small":
        model = small_detector(narrow_resnet18(), count)
    elif backbone == "resnet50":
        model = fasterrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=count)
    else:
        raise ValueError(f"Cannot make a detector on '{backbone}': the backbones are {BACKBONES}; choose one of these")
    return Detector(backbone, classes, model, [None, *classes.names])


def load_detector(file: Path) -> Detector:
    """Reads weights that were trained here, or torchvision's own of the COCO classes (a state dict of resnet50)."""
    stored = read_weights(file)
    if all(key in stored for key in _OF_A_TRAINING):
        classes = Classes.of(stored["classes"])
        if stored.get("published", False):
            names: list[str | None] = [None, *classes.names]
            detector = Detector("resnet50", classes, _published_resnet50(len(names)), names, published=True)
        else:
            detector = new_detector(stored["backbone"], classes)
        _load(detector.model, stored["state_dict"], file)
        return detector
    if "roi_heads.box_predictor.cls_score.weight" not in stored:
        raise ValueError(
            f"Cannot load weights '{file}': they are neither of train_detector.py nor a state dict of torchvision's"
            " fasterrcnn_resnet50_fpn; give one of these"
        )
    model = _published_resnet50(_COCO_ROWS)
    _load(model, stored, file)
    names = [COCO_LABELS.get(label) for label in range(_COCO_ROWS)]
    return Detector("resnet50", Classes.of("coco"), model, names, published=True)


def _published_resnet50(labels: int) -> FasterRCNN:
    """The model of torchvision's published weights, as `fasterrcnn_resnet50_fpn` makes it where it downloads them."""
    backbone = resnet_fpn_backbone(backbone_name="resnet50", weights=None, trainable_layers=_TRAINED_STAGES)
    model = FasterRCNN(backbone, num_classes=labels)
    for module in model.modules():
        if isinstance(module, FrozenBatchNorm2d):
            module.eps = 0.0
    return model


def sha256(file: Path) -> str:
    """The hash of a file of weights."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as e:
        raise ValueError(f"Cannot read weights '{file}': {e.strerror}; check the path") from e


def read_weights(file: Path) -> dict[str, Any]:
    """Reads a file of weights; nothing in it is executed."""
    try:
        stored = torch.load(file, map_location="cpu", weights_only=True)
    except FileNotFoundError as e:
        raise ValueError(f"Cannot load weights '{file}': there is no such file; check the path") from e
    except Exception as e:
        reason = str(e).splitlines()[0]
        raise ValueError(f"Cannot load weights '{file}': it is no file of PyTorch weights ({reason}); give one") from e
    if not isinstance(stored, dict):
        raise ValueError(f"Cannot load weights '{file}': it holds a {type(stored).__name__}; give a state dict")
    return stored


def _load(model: nn.Module, state: dict[str, torch.Tensor], file: Path) -> None:
    try:
        model.load_state_dict(state)
    except RuntimeError as e:
        reason = str(e).splitlines()[-1].strip()
        raise ValueError(f"Cannot load weights '{file}': they are of another model ({reason}); give others") from e


def with_classes(detector: Detector, classes: Classes) -> Detector:
    """The same detector for other classes: what it knows by name stays, a rider begins as a person."""
    if detector.names == [None, *classes.names]:
        return detector
    old = detector.model.roi_heads.box_predictor
    new = FastRCNNPredictor(old.cls_score.in_features, len(classes.names) + 1)
    with torch.no_grad():
        for label, name in enumerate(["background", *classes.names]):
            known = _known(detector.names, name)
            if known is not None:
                new.cls_score.weight[label] = old.cls_score.weight[known]
                new.cls_score.bias[label] = old.cls_score.bias[known]
                new.bbox_pred.weight[4 * label : 4 * label + 4] = old.bbox_pred.weight[4 * known : 4 * known + 4]
                new.bbox_pred.bias[4 * label : 4 * label + 4] = old.bbox_pred.bias[4 * known : 4 * known + 4]
    detector.model.roi_heads.box_predictor = new
    return replace(detector, classes=classes, names=[None, *classes.names])


def _known(names: list[str | None], name: str) -> int | None:
    if name == "background":
        return 0
    if name in names:
        return names.index(name)
    return names.index("person") if name == "rider" and "person" in names else None
