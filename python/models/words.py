# SPDX-License-Identifier: Apache-2.0
"""The small tokenizer: lower-cased bytes, merged to pieces as the captions need them; every text can be encoded."""

from __future__ import annotations

import random
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from attributes import ATTRIBUTES
from captions import caption
from clip_model import MAX_TOKENS

VOCABULARY = 1600
PAD, START, END = "<pad>", "<start>", "<end>"


def train_tokenizer(seed: int) -> Tokenizer:
    """A byte-level BPE of captions of single attributes, padded to the longest text of a batch."""
    dice = random.Random(seed)
    names = sorted(ATTRIBUTES)
    texts = [caption((dice.choice(names),), dice).text for _ in range(60_000)]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=[PAD, START, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}", special_tokens=[(word, tokenizer.token_to_id(word)) for word in (START, END)]
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id(PAD), pad_token=PAD)
    return tokenizer


def load_tokenizer(folder: Path) -> Tokenizer:
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def disturbed(text: str, dice: random.Random) -> str:
    """A caption with a word left out or a meaningless one put in, now and then, so that unknown words weigh little."""
    words = text.split()
    if dice.random() < 0.25:
        noise = "".join(dice.choice("abcdefghijklmnoprstuvwy") for _ in range(dice.randint(2, 8)))
        words.insert(dice.randint(0, len(words)), noise)
    small = [index for index, word in enumerate(words) if word in ("a", "the", "of", "on", "in", "at", "with", "and")]
    if small and dice.random() < 0.25:
        del words[dice.choice(small)]
    return " ".join(words)
