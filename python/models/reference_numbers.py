# SPDX-License-Identifier: Apache-2.0
"""Writes what Python makes of test images and texts, and tiny models, for tests of Java code.

Numbers come from Pillow, Hugging Face's processors and PyTorch, never from ONNX Runtime, which is what Joust uses.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from torch import nn
from transformers import CLIPConfig
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from detector_model import OneImage
from export_real import random_clip
from frames import Frame, Normalization, test_footage
from onnx_files import export, preprocessor
from train_detector import LABELS, values_of
from words import load_tokenizer

STREETS = ("street-day.jpg", "street-night.jpg")
ODD_IMAGE = "odd-size.png"
SYNTHETIC = "synthetic-frame.jpg"
SAMPLES = 200
SHOWN = 16
TEXTS = (
    "a person far away walking on a dark road at night",
    "Cyclist RIDING a bicycle, in the Rain!",
    "snow",
    "",
    "   ",
    "🚲 in the city 🌧",
    "Straße über die Brücke",
    "zxqv-17: 3.5% of (all) frames?",
    "夜の道を歩く人",
    "two\twords\nand a line",
    "a very long text about cars and people on streets at night in the rain " * 8,
)


def odd_image(file: Path) -> None:
    """333x251 pixels of smooth colours, edges and a little noise."""
    dice = np.random.default_rng(5)
    y, x = np.mgrid[0:251, 0:333].astype(np.float64)
    pixels = np.stack([255 * x / 332, 255 * y / 250, 127 + 120 * np.sin(x / 9) * np.cos(y / 13)], 2)
    pixels[60:140, 90:200] = (200, 40, 30)
    pixels[(x + y).astype(int) % 40 < 3] = 255
    pixels[180:] += dice.integers(-12, 13, (71, 333, 1))
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(file, optimize=True)


def numbers_of(values: np.ndarray, seed: int) -> dict:
    """Mean and deviation of each channel, and values at places drawn at random, as (channel, y, x, value)."""
    dice = np.random.default_rng(seed)
    places = [tuple(int(dice.integers(size)) for size in values.shape) for _ in range(SAMPLES)]
    corners = [
        (0, 0, 0),
        (1, 0, values.shape[2] - 1),
        (2, values.shape[1] - 1, 0),
        (0, values.shape[1] - 1, values.shape[2] - 1),
    ]
    return {
        "shape": list(values.shape),
        "mean": [round(float(value), 6) for value in values.mean((1, 2), dtype=np.float64)],
        "std": [round(float(value), 6) for value in values.std((1, 2), dtype=np.float64)],
        "samples": [[*place, round(float(values[place]), 6)] for place in corners + places],
    }


def preprocessed(folder: Path, image: str, config: dict) -> np.ndarray:
    """Float32 [3, height, width] by the processor that works through Pillow."""
    with Image.open(folder / image) as opened:
        return CLIPImageProcessorPil(**config)(opened, return_tensors="np")["pixel_values"][0]


def embedding_of(values: torch.Tensor) -> dict:
    return {"first": [round(float(value), 6) for value in values[:SHOWN]], "norm": round(float(values.norm()), 6)}


def write(file: Path, content: dict) -> None:
    file.write_text(json.dumps(content, indent=1, ensure_ascii=True) + "\n")
    print(file.name, file.stat().st_size)


def frame_with_people(frames: list[Frame]) -> Frame:
    """The first one with a person, a rider and a file of less than 100 kB."""
    return next(
        frame for frame in frames if frame.has("person") and frame.has("rider") and frame.path.stat().st_size < 100_000
    )


@torch.no_grad()
def clip_numbers(exported: Path, weights: Path, folder: Path, images: tuple[str, ...]) -> tuple[dict, dict]:
    """Token ids, and embeddings of images and texts, by the committed pair."""
    pair = torch.load(weights, weights_only=False)
    config = json.loads((exported / "clip/preprocessor_config.json").read_text())
    tokenizer = load_tokenizer(exported / "clip")
    encoded = {text: tokenizer.encode(text) for text in TEXTS}
    tokens = [{"text": text, "ids": one.ids, "tokens": one.tokens} for text, one in encoded.items()]
    batch = tokenizer.encode_batch(list(TEXTS[:3]))
    padded = [{"ids": one.ids, "attention_mask": one.attention_mask} for one in batch]
    embeddings = {
        "images": {
            image: embedding_of(pair["image"].eval()(torch.from_numpy(preprocessed(folder, image, config))[None])[0])
            for image in images
        },
        "texts": [
            {"text": text}
            | embedding_of(pair["text"].eval()(torch.tensor([one.ids]), torch.tensor([one.attention_mask]))[0])
            for text, one in encoded.items()
        ],
    }
    return {"texts": tokens, "first_three_as_a_batch": padded}, embeddings


@torch.no_grad()
def detections(weights: Path, image: Path) -> dict:
    """What the committed detector finds with a score of 0.3 or more, best first."""
    detector = torch.load(weights, weights_only=False).eval()
    boxes, labels, scores = OneImage(detector)(values_of(Frame(image, "", "", "", "", ())))
    return {
        "image": image.name,
        "detections": [
            {
                "label": LABELS[label],
                "score": round(float(score), 5),
                "box": [round(float(value), 3) for value in box],
            }
            for box, label, score in zip(boxes, labels, scores, strict=True)
            if score >= 0.3
        ],
    }


class Sevens(nn.Module):
    """A model that gives 7 numbers for an image where 512 are wanted."""

    def forward(self, pixel_values: torch.Tensor) -> torch.Tensor:
        return pixel_values.mean((2, 3)).repeat(1, 3)[:, :7]


def tiny_models(folder: Path) -> None:
    """A CLIP of 32x32 pixels with random weights, and a model whose output has a shape that nobody wants."""
    config = CLIPConfig(
        text_config={
            "vocab_size": 64,
            "hidden_size": 32,
            "intermediate_size": 37,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "max_position_embeddings": 24,
            "bos_token_id": 1,
            "eos_token_id": 63,
            "pad_token_id": 0,
        },
        vision_config={
            "hidden_size": 32,
            "intermediate_size": 37,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "image_size": 32,
            "patch_size": 8,
        },
        projection_dim=512,
    )
    vision, text = random_clip(config, seed=0)
    folder.mkdir(parents=True, exist_ok=True)
    pixels = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    ids = torch.tensor([[1, 5, 9, 63], [1, 7, 63, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    axes = {name: {0: "batch", 1: "sequence"} for name in ("input_ids", "attention_mask")}
    export(
        vision,
        {"pixel_values": pixels},
        ["image_embeds"],
        folder / "vision_model.onnx",
        {"pixel_values": {0: "batch"}},
        200_000,
    )
    export(text, {"input_ids": ids, "attention_mask": mask}, ["text_embeds"], folder / "text_model.onnx", axes, 200_000)
    whole = {"pixel_values": {0: "batch", 2: "height", 3: "width"}}
    export(Sevens(), {"pixel_values": pixels}, ["image_embeds"], folder / "seven_numbers.onnx", whole, 200_000)
    tiny_tokenizer().save(str(folder / "tokenizer.json"))
    same = Normalization((0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
    config_file = folder / "preprocessor_config.json"
    config_file.write_text(json.dumps(preprocessor(32, 32, Image.Resampling.BILINEAR, same), indent=2) + "\n")
    with torch.no_grad():
        write(
            folder / "embeddings.json",
            {
                "pixels": "every value is 0.5, shape [1, 3, 32, 32]",
                "image": embedding_of(vision(torch.full((1, 3, 32, 32), 0.5))[0]),
                "input_ids": ids.tolist(),
                "attention_mask": mask.tolist(),
                "texts": [embedding_of(one) for one in text(ids, mask)],
            },
        )


def tiny_tokenizer() -> Tokenizer:
    """Whole words as ids below 64; a word that it does not know is `<unk>`."""
    words = (
        "<pad>",
        "<start>",
        "<unk>",
        *[
            "a",
            "person",
            "car",
            "bike",
            "bus",
            "in",
            "on",
            "the",
            "at",
            "night",
            "day",
            "rain",
            "snow",
            "road",
            "street",
            "far",
            "near",
        ],
    )
    vocabulary = {word: index for index, word in enumerate(words)} | {"<end>": 63}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<start> $A <end>", special_tokens=[("<start>", 1), ("<end>", 63)]
    )
    tokenizer.enable_truncation(24)
    tokenizer.enable_padding(pad_id=0, pad_token="<pad>")
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of the drawn frames and of the weights")
    parser.add_argument("--models", type=Path, required=True, help="folder of the exported models")
    parser.add_argument("--out", type=Path, required=True, help="folder of the test images, where the numbers go")
    arguments = parser.parse_args()
    out: Path = arguments.out
    torch.set_num_threads(1)

    odd_image(out / ODD_IMAGE)
    images = (*STREETS, ODD_IMAGE)
    openai = {
        "do_resize": True,
        "size": {"shortest_edge": 224},
        "resample": 3,
        "do_center_crop": True,
        "crop_size": {"height": 224, "width": 224},
        "do_rescale": True,
        "rescale_factor": 1 / 255,
        "do_normalize": True,
        "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711],
    }
    small = json.loads((arguments.models / "clip/preprocessor_config.json").read_text())
    write(
        out / "preprocessed.json",
        {
            "openai_config": openai,
            "openai": {image: numbers_of(preprocessed(out, image, openai), seed=6) for image in images},
            "small_config": small,
            "small": {image: numbers_of(preprocessed(out, image, small), seed=7) for image in images},
        },
    )
    tokens, embeddings = clip_numbers(arguments.models, arguments.work / "clip.pt", out, images)
    write(out / "tokens.json", tokens)
    write(out / "embeddings.json", embeddings)
    shutil.copy(frame_with_people(test_footage(arguments.work).read()).path, out / SYNTHETIC)
    write(out / "detections.json", detections(arguments.work / "detector.pt", out / SYNTHETIC))
    tiny_models(out / "tiny-clip")


if __name__ == "__main__":
    main()
