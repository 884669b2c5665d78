# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
import torch
from torchvision.models.detection import fasterrcnn_resnet50_fpn
from torchvision.ops import FrozenBatchNorm2d

from detection.classes import Classes
from detection.detectors import load_detector, new_detector, with_classes


def test_other_classes_keep_what_is_known_by_name_and_a_rider_begins_as_a_person() -> None:
    coco = new_detector("small", Classes.of("coco"))
    before = coco.model.roi_heads.box_predictor

    bdd = with_classes(coco, Classes.of("bdd"))

    after = bdd.model.roi_heads.box_predictor
    for name, known in (("car", "car"), ("person", "person"), ("rider", "person"), ("bicycle", "bicycle")):
        assert torch.equal(
            after.cls_score.weight[bdd.names.index(name)], before.cls_score.weight[coco.names.index(known)]
        )
    assert after.bbox_pred.weight.shape[0] == 4 * 11
    assert with_classes(bdd, Classes.of("bdd")) is bdd


def test_torchvisions_own_coco_weights_are_a_baseline_and_a_start(tmp_path: Path) -> None:
    published = fasterrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=91)
    torch.save(published.state_dict(), tmp_path / "coco.pth")

    baseline = load_detector(tmp_path / "coco.pth")
    assert baseline.names[:4] == [None, "person", "bicycle", "car"]
    assert baseline.names[13] is None  # stop sign
    tuned = with_classes(baseline, Classes.of("bdd"))

    rider = tuned.model.roi_heads.box_predictor.cls_score.weight[tuned.names.index("rider")]
    assert torch.equal(rider, published.roi_heads.box_predictor.cls_score.weight[1])
    found = tuned.model.eval()([torch.rand(3, 96, 160)])[0]
    assert found["boxes"].shape[1] == 4


def test_files_that_are_no_weights_are_refused(tmp_path: Path) -> None:
    missing, text, other = tmp_path / "missing.pt", tmp_path / "text.pt", tmp_path / "other.pt"
    foreign = tmp_path / "foreign.pt"
    torch.save({"state_dict": {"weight": torch.zeros(2)}, "epoch": 3}, foreign)
    text.write_text("no weights")
    torch.save({"weight": torch.zeros(2)}, other)

    for file, why in (
        (missing, "there is no such file; check the path"),
        (text, "it is no file of PyTorch weights ("),
        (
            other,
            "they are neither of train_detector.py nor a state dict of torchvision's fasterrcnn_resnet50_fpn; give one"
            " of these",
        ),
        (foreign, "they are neither of train_detector.py nor a state dict of torchvision's"),
    ):
        with pytest.raises(ValueError) as refused:
            load_detector(file)
        assert str(refused.value).startswith("Cannot load weights '")
        assert why in str(refused.value)


def test_published_weights_keep_their_frozen_normalizations_and_first_layers(tmp_path: Path) -> None:
    published = fasterrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=91)
    torch.save(published.state_dict(), tmp_path / "coco.pth")

    tuned = with_classes(load_detector(tmp_path / "coco.pth"), Classes.of("bdd"))

    body = tuned.model.backbone.body
    assert isinstance(body.bn1, FrozenBatchNorm2d)
    assert {module.eps for module in body.modules() if isinstance(module, FrozenBatchNorm2d)} == {0.0}
    frozen = {name.split(".")[0] for name, weight in body.named_parameters() if not weight.requires_grad}
    assert frozen == {"conv1", "layer1"}
    assert tuned.published and not new_detector("resnet50", Classes.of("bdd")).published

    stored = {"state_dict": tuned.model.state_dict(), "backbone": "resnet50", "published": True, "classes": "bdd"}
    torch.save(stored, tmp_path / "tuned.pt")
    again = load_detector(tmp_path / "tuned.pt")
    assert isinstance(again.model.backbone.body.bn1, FrozenBatchNorm2d)
    image = [torch.rand(3, 96, 160)]
    with torch.no_grad():
        before, after = (one.model.eval()(image)[0] for one in (tuned, again))
    assert torch.equal(before["boxes"], after["boxes"])
