# SPDX-License-Identifier: Apache-2.0
"""What is true of a frame, as named yes-or-no attributes over its annotations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from frames import Frame

Predicate = Callable[[Frame], bool]

# As in Joust: below this share of the frame, in percent, the largest person is far away.
DISTANT_AREA_PCT = 1.0
NEAR_AREA_PCT = 3.0
CROWD = 3

WEATHERS = ("rainy", "snowy", "clear", "overcast", "partly cloudy", "foggy")
SCENES = ("tunnel", "residential", "parking lot", "city street", "gas stations", "highway")
TIMES = ("daytime", "night", "dawn/dusk")
CATEGORIES = (
    "person",
    "rider",
    "bicycle",
    "motorcycle",
    "car",
    "truck",
    "bus",
    "train",
    "traffic light",
    "traffic sign",
)


def _attributes() -> dict[str, Predicate]:
    table: dict[str, Predicate] = {}
    for weather in WEATHERS:
        table[weather] = lambda frame, word=weather: frame.weather == word
    for scene in SCENES:
        table[scene] = lambda frame, word=scene: frame.scene == word
    for time in TIMES:
        table[time] = lambda frame, word=time: frame.timeofday == word
    for category in CATEGORIES:
        table[category] = lambda frame, word=category: frame.has(word)
    table["person far"] = lambda frame: 0 < frame.largest_person_pct < DISTANT_AREA_PCT
    table["person near"] = lambda frame: frame.largest_person_pct >= NEAR_AREA_PCT
    table["one person"] = lambda frame: len(frame.of("person")) == 1
    table["several people"] = lambda frame: len(frame.of("person")) >= CROWD
    table["nobody"] = lambda frame: not frame.has("person") and not frame.has("rider")
    table["crossing"] = lambda frame: frame.has("person") and frame.has("traffic light")
    table["rider far"] = lambda frame: 0 < _largest(frame, "rider") < DISTANT_AREA_PCT
    table["rider near"] = lambda frame: _largest(frame, "rider") >= NEAR_AREA_PCT
    table["few cars"] = lambda frame: len(frame.of("car")) <= 3
    table["many cars"] = lambda frame: len(frame.of("car")) >= 12
    table["truck near"] = lambda frame: _largest(frame, "truck") >= NEAR_AREA_PCT
    table["bus near"] = lambda frame: _largest(frame, "bus") >= NEAR_AREA_PCT
    return table


def _largest(frame: Frame, category: str) -> float:
    return max((thing.area_pct for thing in frame.of(category)), default=0.0)


ATTRIBUTES: dict[str, Predicate] = _attributes()


def truth(frames: Sequence[Frame]) -> np.ndarray:
    """Bool [frames, attributes], in the order of `ATTRIBUTES`."""
    return np.array([[holds(frame) for holds in ATTRIBUTES.values()] for frame in frames], dtype=bool)
