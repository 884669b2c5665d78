# SPDX-License-Identifier: Apache-2.0
"""Exports published models, or ones of the same shape with random weights, to the files that Joust reads."""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from torchvision.models import ResNet18_Weights, detection, resnet18
from torchvision.models.detection import FasterRCNN_ResNet50_FPN_V2_Weights, FasterRCNN_ResNet50_FPN_Weights
from transformers import (
    CLIPConfig,
    CLIPImageProcessor,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
    CLIPVisionModelWithProjection,
)

from detector_model import export_detector
from onnx_files import check_same, export, session

CLIP_TOKENS = 77
IMAGENET = {"mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}


class VisionPart(nn.Module):
    """Pixels to `image_embeds`, not of unit length."""

    def __init__(self, model: CLIPVisionModelWithProjection) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        return self.model(pixel_values=pixel_values).image_embeds


class TextPart(nn.Module):
    """Ids and mask to `text_embeds`, not of unit length."""

    def __init__(self, model: CLIPTextModelWithProjection) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.model(input_ids=input_ids, attention_mask=attention_mask).text_embeds


def random_clip(config: CLIPConfig, seed: int) -> tuple[VisionPart, TextPart]:
    """Both halves with random weights."""
    torch.manual_seed(seed)
    config.vision_config.projection_dim = config.text_config.projection_dim = config.projection_dim
    for part in (config, config.vision_config, config.text_config):
        part._attn_implementation = "eager"
    return (
        VisionPart(CLIPVisionModelWithProjection(config.vision_config).eval()),
        TextPart(CLIPTextModelWithProjection(config.text_config).eval()),
    )


def published_clip(checkpoint: str) -> tuple[VisionPart, TextPart]:
    """Both halves of a checkpoint: a folder, or a name on the hub."""
    load = {"attn_implementation": "eager", "dtype": torch.float32}
    return (
        VisionPart(CLIPVisionModelWithProjection.from_pretrained(checkpoint, **load).eval()),
        TextPart(CLIPTextModelWithProjection.from_pretrained(checkpoint, **load).eval()),
    )


def write_clip(vision: VisionPart, text: TextPart, out: Path) -> None:
    """`vision_model.onnx` and `text_model.onnx`, each checked in ONNX Runtime with other shapes than its trace."""
    size = vision.model.config.image_size
    tokens = text.model.config.max_position_embeddings
    last = text.model.config.vocab_size - 1
    dice = torch.Generator().manual_seed(0)
    pixels = torch.rand(3, 3, size, size, generator=dice)
    ids = torch.randint(1, last, (3, min(tokens, 20)), generator=dice)
    ids[:, -1] = last
    mask = torch.ones_like(ids)
    ids[1, 6:], mask[1, 7:] = last, 0
    axes = {name: {0: "batch", 1: "sequence"} for name in ("input_ids", "attention_mask")}
    file = out / "vision_model.onnx"
    export(vision, {"pixel_values": pixels[:2]}, ["image_embeds"], file, {"pixel_values": {0: "batch"}}, None)
    print("difference", check_same(vision, {"pixel_values": pixels}, file))
    file = out / "text_model.onnx"
    whole = {"input_ids": ids, "attention_mask": mask}
    export(text, {name: value[:2, -9:] for name, value in whole.items()}, ["text_embeds"], file, axes, None)
    print("difference", check_same(text, whole, file))
    print("difference", check_same(text, {name: value[1:2, :7] for name, value in whole.items()}, file))


def bpe_tokenizer(vocabulary: Path) -> Tokenizer:
    """CLIP's tokenizer of OpenAI's `bpe_simple_vocab_16e6.txt.gz`, cut to 77 tokens and padded to the longest text."""
    with gzip.open(vocabulary, "rt", encoding="utf-8") as text:
        lines = text.read().split("\n")
    merges = [tuple(line.split()) for line in lines[1 : 49152 - 256 - 2 + 1]]
    characters = list(_byte_characters())
    words = characters + [character + "</w>" for character in characters] + ["".join(merge) for merge in merges]
    words += ["<|startoftext|>", "<|endoftext|>"]
    tokenizer = CLIPTokenizer(vocab={word: index for index, word in enumerate(words)}, merges=merges)
    return limited(tokenizer.backend_tokenizer)


def limited(tokenizer: Tokenizer) -> Tokenizer:
    """The tokenizer with the limit and the padding that CLIP needs written into its file."""
    end = "<|endoftext|>"
    tokenizer.enable_truncation(CLIP_TOKENS)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(end), pad_token=end)
    return tokenizer


def _byte_characters() -> list[str]:
    """The characters that stand for bytes, in the order of OpenAI's vocabulary."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) for byte in shown] + [chr(256 + index) for index in range(len(others))]


def export_clip(arguments: argparse.Namespace) -> None:
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    if arguments.random:
        vision, text = random_clip(CLIPConfig(), arguments.seed)
        processor = CLIPImageProcessor()
    else:
        vision, text = published_clip(arguments.checkpoint)
        processor = CLIPImageProcessor.from_pretrained(arguments.checkpoint)
    write_clip(vision, text, out)
    processor.save_pretrained(out)
    if arguments.bpe:
        bpe_tokenizer(arguments.bpe).save(str(out / "tokenizer.json"))
    elif not arguments.random:
        tokenizer = CLIPTokenizer.from_pretrained(arguments.checkpoint).backend_tokenizer
        limited(tokenizer).save(str(out / "tokenizer.json"))


def export_faster_rcnn(arguments: argparse.Namespace) -> None:
    build = {"v1": detection.fasterrcnn_resnet50_fpn, "v2": detection.fasterrcnn_resnet50_fpn_v2}[arguments.variant]
    coco = {"v1": FasterRCNN_ResNet50_FPN_Weights, "v2": FasterRCNN_ResNet50_FPN_V2_Weights}[arguments.variant].DEFAULT
    labels = arguments.labels.read_text().split("\n") if arguments.labels else coco.meta["categories"]
    torch.manual_seed(arguments.seed)
    # A random detector scores all classes about alike, 1/91; without a lower threshold it would find nothing.
    options = {"box_score_thresh": 0.012, "rpn_post_nms_top_n_test": 100} if arguments.random else {}
    if arguments.weights == "coco":
        model = build(weights=coco)
    else:
        model = build(weights=None, weights_backbone=None, num_classes=len(labels), **options)
    if arguments.weights not in (None, "coco"):
        model.load_state_dict(torch.load(arguments.weights, map_location="cpu", weights_only=True))
    out: Path = arguments.out
    image = torch.rand(3, 480, 640, generator=torch.Generator().manual_seed(0))
    export_detector(model.eval(), out / "detector.onnx", image, None)
    (out / "labels.json").write_text(json.dumps(labels, indent=2) + "\n")
    runtime = session(out / "detector.onnx")
    for height, width in ((480, 640), (200, 333)):
        found = runtime.run(None, {"image": torch.rand(3, height, width).numpy()})
        print(f"{width}x{height}", [(array.shape, str(array.dtype)) for array in found])


def export_resnet18(arguments: argparse.Namespace) -> None:
    torch.manual_seed(arguments.seed)
    model = resnet18(weights=ResNet18_Weights.DEFAULT if arguments.weights == "imagenet" else None)
    if arguments.weights not in (None, "imagenet"):
        model.load_state_dict(torch.load(arguments.weights, map_location="cpu", weights_only=True))
    model.fc = nn.Identity()
    pixels = torch.rand(3, 3, 224, 224, generator=torch.Generator().manual_seed(0))
    file = arguments.out / "model.onnx"
    export(model, {"pixel_values": pixels[:2]}, ["embedding"], file, {"pixel_values": {0: "batch"}}, None)
    print("difference", check_same(model, {"pixel_values": pixels}, file, tolerance=1e-2))
    CLIPImageProcessor(
        size={"shortest_edge": 256},
        crop_size={"height": 224, "width": 224},
        resample=2,
        image_mean=IMAGENET["mean"],
        image_std=IMAGENET["std"],
    ).save_pretrained(arguments.out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)

    clip = commands.add_parser("clip", help="an image and a text encoder of one space")
    clip.add_argument("--checkpoint", default="openai/clip-vit-base-patch32", help="a folder, or a name on the hub")
    clip.add_argument("--bpe", type=Path, help="bpe_simple_vocab_16e6.txt.gz, to make tokenizer.json of it")
    clip.set_defaults(run=export_clip)

    rcnn = commands.add_parser("faster-rcnn", help="torchvision's detector")
    rcnn.add_argument("--variant", choices=("v1", "v2"), default="v1")
    rcnn.add_argument("--weights", help="coco, or the path of a state dict")
    rcnn.add_argument("--labels", type=Path, help="names of the classes, one a line, the background first")
    rcnn.set_defaults(run=export_faster_rcnn)

    resnet = commands.add_parser("resnet18", help="torchvision's classifier without its head")
    resnet.add_argument("--weights", help="imagenet, or the path of a state dict")
    resnet.set_defaults(run=export_resnet18)

    for command in (clip, rcnn, resnet):
        command.add_argument("--out", type=Path, required=True)
        command.add_argument("--random", action="store_true", help="random weights")
        command.add_argument("--seed", type=int, default=0, help="of the random weights")
    arguments = parser.parse_args()
    if arguments.run is not export_clip and not arguments.random and not arguments.weights:
        parser.error("say --weights or --random")
    arguments.run(arguments)


if __name__ == "__main__":
    main()
