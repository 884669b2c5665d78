# SPDX-License-Identifier: Apache-2.0
"""Trains the CLIP-style pair on top of the trunk, measures it by held-out queries, and exports it.

The trunk is kept as `refine_trunk.py` left it. Its pooled features are computed once per frame; the projection and the
text encoder learn together on them. A caption fits every frame that has all its attributes,
so that each caption has many right frames, and the loss spreads its probability evenly over them.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from attributes import ATTRIBUTES, DISTANT_AREA_PCT
from captions import SUBJECTS, caption
from clip_model import ImageEncoder, ImageProjection, TextEncoder, pooled
from frames import Frame, test_footage, training_footage
from onnx_files import check_same, export, fuse, halve, preprocessor
from quality import record
from queries import QUERIES
from train_backbone import HEIGHT, NORMALIZATION, RESAMPLE, WIDTH, Classifier, Examples
from trunk import Trunk
from words import disturbed, load_tokenizer, train_tokenizer

HITS = 8
CAPTIONS_PER_STEP = 96
FRAMES_PER_STEP = 768
# What says more when asked together; the more there are, the fewer frames fit.
SHARE_OF_COUNTS = ((1, 0.34), (2, 0.46), (3, 0.2))


@torch.no_grad()
def features(trunk: Trunk, examples: Examples) -> torch.Tensor:
    """Pooled features of all frames; the trunk is taken as it is, fused and rounded."""
    parts = []
    for part in np.array_split(np.arange(len(examples)), max(1, len(examples) // 50)):
        parts.append(pooled(*trunk(examples.batch(part))))
    return torch.cat(parts)


class CaptionDraw:
    """Draws captions that fit at least one of the given frames, and says which others they fit."""

    def __init__(self, truth: np.ndarray, tokenizer: Tokenizer, seed: int) -> None:
        self.truth = truth
        self.names = list(ATTRIBUTES)
        self.tokenizer = tokenizer
        self.dice = random.Random(seed)
        # Rare attributes are named as often as common ones.
        self.weights = 1 / np.sqrt(truth.mean(0) + 0.01)
        self.banned = {query.text.lower() for query in QUERIES}

    def draw(self, indices: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Ids and mask of captions, and bool [captions, frames]: which fit."""
        truth = self.truth[indices]
        texts, fits = [], []
        while len(texts) < CAPTIONS_PER_STEP:
            columns = self._columns(truth[self.dice.randrange(len(indices))])
            drawn = caption(tuple(self.names[column] for column in columns), self.dice)
            if any(query in drawn.text.lower() for query in self.banned):
                continue
            texts.append(disturbed(drawn.text, self.dice))
            fits.append(truth[:, columns].all(1))
        encoded = self.tokenizer.encode_batch(texts)
        ids = torch.tensor([one.ids for one in encoded])
        mask = torch.tensor([one.attention_mask for one in encoded])
        return ids, mask, torch.from_numpy(np.array(fits))

    def _columns(self, row: np.ndarray) -> list[int]:
        counts, shares = zip(*SHARE_OF_COUNTS, strict=True)
        wanted = self.dice.choices(counts, shares)[0]
        there = list(np.flatnonzero(row))
        columns: list[int] = []
        while there and len(columns) < wanted:
            column = self.dice.choices(there, self.weights[there])[0]
            there.remove(column)
            subjects = sum(self._is_subject(one) for one in columns)
            if self._is_subject(column) and subjects >= (2 if self.dice.random() < 0.15 else 1):
                continue
            columns.append(int(column))
        self.dice.shuffle(columns)
        return columns

    def _is_subject(self, column: int) -> bool:
        return self.names[column] in SUBJECTS


def train(
    projection: ImageProjection,
    text: TextEncoder,
    seen: torch.Tensor,
    captions: CaptionDraw,
    steps: int,
    seed: int,
    rate: float = 2e-3,
    sharpness: float = 2.5,
) -> None:
    dice = np.random.default_rng(seed)
    scale = nn.Parameter(torch.tensor(sharpness))
    parameters = [*projection.parameters(), *text.parameters(), scale]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, steps, pct_start=0.1)
    projection.train()
    text.train()
    began = time.time()
    for step in range(steps):
        indices = dice.choice(len(seen), FRAMES_PER_STEP, replace=False)
        ids, mask, fits = captions.draw(indices)
        images = functional.normalize(projection(seen[indices]), dim=-1)
        words = functional.normalize(text(ids, mask), dim=-1)
        likeness = scale.exp().clamp(max=60) * words @ images.T
        loss = spread_loss(likeness, fits) + 0.3 * spread_loss(likeness.T, fits.T)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            print(f"step {step}/{steps} loss {loss:.3f} scale {scale.exp():.1f} {time.time() - began:.0f}s", flush=True)


def spread_loss(likeness: torch.Tensor, fits: torch.Tensor) -> torch.Tensor:
    """Cross entropy to the even distribution over what fits, above its own entropy, over rows where something fits."""
    some = fits.any(1)
    fits = fits[some].float()
    count = fits.sum(1, keepdim=True)
    logs = functional.log_softmax(likeness[some], 1)
    return (-(fits * logs).sum(1, keepdim=True) / count - count.log()).mean()


@torch.no_grad()
def measure(
    text: TextEncoder, tokenizer: Tokenizer, images: torch.Tensor, frames: list[Frame]
) -> tuple[list[dict], dict]:
    """Precision of the first hits for each query, by the encoders as they are in PyTorch."""
    encoded = [tokenizer.encode(query.text) for query in QUERIES]
    words = [text.eval()(torch.tensor([one.ids]), torch.tensor([one.attention_mask])) for one in encoded]
    likeness = functional.normalize(torch.cat(words), dim=-1) @ functional.normalize(images, dim=-1).T
    return precisions(likeness.numpy(), frames)


def precisions(likeness: np.ndarray, frames: list[Frame]) -> tuple[list[dict], dict]:
    """Precision of the first 8 hits for each query, beside the share of right frames among all."""
    rows = []
    for query, near in zip(QUERIES, likeness, strict=True):
        right = np.array([query.right(frame) for frame in frames])
        hits = np.argsort(-near, kind="stable")[:HITS]
        rows.append(
            {
                "query": query.text,
                "right": " and ".join(query.attributes),
                "precision_at_8": round(float(right[hits].mean()), 3),
                "chance": round(float(right.mean()), 3),
                "right_frames": int(right.sum()),
            }
        )
    mean = {name: round(float(np.mean([row[name] for row in rows])), 3) for name in ("precision_at_8", "chance")}
    return rows, mean


def known_words(seed: int) -> set[str]:
    """The words that captions are made of."""
    dice = random.Random(seed)
    names = sorted(ATTRIBUTES)
    return {word for _ in range(30_000) for word in _words(caption((dice.choice(names),), dice).text)}


def unknown(query: str, known: set[str]) -> list[str]:
    """The words of a query that are not among the known."""
    return [word for word in _words(query) if word not in known]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="folder of the drawn frames and of the weights")
    parser.add_argument("--out", type=Path, required=True, help="folder of the models")
    parser.add_argument("--steps", type=int, default=600)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(2)

    classifier = Classifier()
    classifier.load_state_dict(torch.load(arguments.work / "trunk.pt"))
    trunk = classifier.trunk.to(memory_format=torch.channels_last)
    fuse(trunk)
    halve(trunk)
    examples = Examples(training_footage(arguments.work))
    seen = features(trunk, examples)
    tokenizer = train_tokenizer(seed=2)
    projection = ImageProjection()
    text = TextEncoder(tokenizer.get_vocab_size())
    train(projection, text, seen, CaptionDraw(examples.truth.numpy() > 0, tokenizer, seed=2), arguments.steps, seed=2)
    images = ImageEncoder(trunk, projection).eval()
    halve(images)
    halve(text)
    torch.save({"image": images, "text": text}, arguments.work / "clip.pt")

    folder = arguments.out / "clip"
    write(images, text, tokenizer, folder)
    test = Examples([test_footage(arguments.work)])
    with torch.no_grad():
        embedded = projection.eval()(features(trunk, test))
    rows, mean = measure(text, tokenizer, embedded, test.frames)
    known = known_words(seed=9)
    for row in rows:
        row["words_unknown_to_training"] = unknown(row["query"], known)
    record(
        arguments.out,
        "clip",
        {
            "queries": rows,
            "mean_precision_at_8": mean["precision_at_8"],
            "mean_chance": mean["chance"],
            "test_frames": len(test),
            "distant_person_area_pct": DISTANT_AREA_PCT,
        },
    )


def write(images: ImageEncoder, text: TextEncoder, tokenizer: Tokenizer, folder: Path) -> None:
    """All files of the pair; the encoders are checked in ONNX Runtime."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer = load_tokenizer(folder)
    (folder / "preprocessor_config.json").write_text(
        json.dumps(preprocessor(HEIGHT, WIDTH, RESAMPLE, NORMALIZATION), indent=2) + "\n"
    )
    images = images.to(memory_format=torch.contiguous_format)
    pixels = torch.rand(3, 3, HEIGHT, WIDTH, generator=torch.Generator().manual_seed(1))
    file = folder / "vision_model.onnx"
    export(images, {"pixel_values": pixels[:2]}, ["image_embeds"], file, {"pixel_values": {0: "batch"}})
    check_same(images, {"pixel_values": pixels}, file)
    encoded = tokenizer.encode_batch(["rain at night", "a person far away", "snow"])
    inputs = {
        "input_ids": torch.tensor([one.ids for one in encoded]),
        "attention_mask": torch.tensor([one.attention_mask for one in encoded]),
    }
    file = folder / "text_model.onnx"
    axes = {name: {0: "batch", 1: "sequence"} for name in inputs}
    export(text, {name: value[:2] for name, value in inputs.items()}, ["text_embeds"], file, axes)
    check_same(text, inputs, file)
    check_same(text, {name: value[:1, :3] for name, value in inputs.items()}, file)


if __name__ == "__main__":
    main()
