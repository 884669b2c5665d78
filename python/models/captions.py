# SPDX-License-Identifier: Apache-2.0
"""Captions for training: phrases in many wordings for attributes, put together at random.

A caption comes with the attributes that it names, so that it is known of every frame whether the caption fits it.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from phrases import ADJECTIVES, CIRCUMSTANCES, PLACES, PREFIXES, ROAD, SAYINGS, SUBJECTS, WHERE

CHOICE = re.compile(r"\[([^\[\]]*)\]")
CONDITIONS = frozenset(ADJECTIVES)


@dataclass(frozen=True)
class Caption:
    """Words, and the names of the attributes that they tell of."""

    text: str
    attributes: tuple[str, ...]


def spoken(phrase: str, dice: random.Random) -> str:
    """A phrase with one choice made at each bracket, the innermost first."""
    while found := CHOICE.search(phrase):
        phrase = phrase[: found.start()] + dice.choice(found.group(1).split("|")) + phrase[found.end() :]
    return " ".join(phrase.split())


def caption(attributes: tuple[str, ...], dice: random.Random) -> Caption:
    """A wording of these attributes; at most one of them may be a place."""
    subjects = [spoken(dice.choice(SUBJECTS[name]), dice) for name in attributes if name in SUBJECTS]
    conditions = [name for name in attributes if name in CONDITIONS]
    places = [name for name in attributes if name in PLACES]
    dice.shuffle(conditions)
    if dice.random() < 0.08:
        words = subjects + [_word(name, dice) for name in conditions + places]
        dice.shuffle(words)
        text = dice.choice([", ", " ", " and "]).join(words)
    else:
        text = _sentence(subjects, conditions, places, dice)
    prefix = dice.choice(PREFIXES)
    return Caption(" ".join(f"{prefix} {text}".split()), attributes)


def _sentence(subjects: list[str], conditions: list[str], places: list[str], dice: random.Random) -> str:
    before = [name for name in conditions if dice.random() < 0.35]
    after = [name for name in conditions if name not in before]
    adjectives = " ".join(spoken(dice.choice(ADJECTIVES[name]), dice) for name in before)
    parts = [spoken(dice.choice(CIRCUMSTANCES[name]), dice) for name in after]
    article = dice.choice(["a", "the", "", "a"])
    if places:
        name = places[0]
        noun = spoken(dice.choice(PLACES[name]), dice)
        if name in SAYINGS and not before and dice.random() < 0.3:
            parts.append(spoken(dice.choice(SAYINGS[name]), dice))
        elif subjects or (parts and dice.random() < 0.3):
            parts.append(f"{dice.choice(WHERE[name])} {article} {adjectives} {noun}")
        else:
            subjects = [f"{article} {adjectives} {noun}"]
    elif before:
        noun = spoken(f"[{ROAD}|scene|drive|place|road]", dice)
        if subjects and dice.random() < 0.6:
            parts.append(f"{dice.choice(['on', 'in', 'on'])} {article} {adjectives} {noun}")
        else:
            parts.insert(0, f"{article} {adjectives} {noun}")
    dice.shuffle(parts)
    said = dice.choice([" and ", " with ", ", "]).join(subjects)
    if subjects and dice.random() < 0.2:
        return " ".join(parts) + dice.choice([" ", ", ", " there is "]) + said
    return " ".join([said, *parts])


def _word(name: str, dice: random.Random) -> str:
    return spoken(dice.choice(ADJECTIVES.get(name) or PLACES[name]), dice)
