# SPDX-License-Identifier: Apache-2.0
"""Options that the programs share, and how they say what went wrong."""

from __future__ import annotations

import argparse
import math
import os
import re
from pathlib import Path
from typing import Literal

import torch

SMALLEST_CROP_PIXELS = 32


def add_lake(cli: argparse.ArgumentParser, what: str = "folder of the lake") -> None:
    """Adds `--lake`, which the `joust` command understands in the same way."""
    default = Path(os.environ.get("JOUST_LAKE") or "data/lake")
    cli.add_argument("--lake", type=Path, default=default, help=f"{what}: $JOUST_LAKE, then data/lake")


def add_device(cli: argparse.ArgumentParser) -> None:
    """Adds `--device`, None unless it is given; whether it is there is found out at once."""
    cli.add_argument("--device", type=device, help="cpu, cuda, cuda:1; by default a GPU where there is one")


def found_device() -> torch.device:
    """What computes unless it is said."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def count(text: str) -> int:
    """A whole number from 1."""
    if not re.fullmatch(r"\d+", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def count_from_zero(text: str) -> int:
    """A whole number from 0."""
    if not re.fullmatch(r"\d+", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return int(text)


def amount(text: str) -> float:
    """A number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return value


def crop(text: str) -> tuple[int, int] | Literal["none"]:
    """`WIDTHxHEIGHT` in pixels, or `none`."""
    if text == "none":
        return "none"
    sides = re.fullmatch(r"(\d+)x(\d+)", text)
    if sides is None or min(map(int, sides.groups())) < SMALLEST_CROP_PIXELS:
        least = f"{SMALLEST_CROP_PIXELS}x{SMALLEST_CROP_PIXELS}"
        raise argparse.ArgumentTypeError(f"'{text}' is no size of at least {least}; give WIDTHxHEIGHT or none")
    return int(sides[1]), int(sides[2])


def device(text: str) -> torch.device:
    """A device on which this machine can compute."""
    try:
        found = torch.device(text)
        torch.zeros(1, device=found)
        return found
    except (RuntimeError, AssertionError, NotImplementedError) as e:
        raise argparse.ArgumentTypeError(f"there is no device '{text}' here ({str(e).splitlines()[0]})") from e


def said(error: Exception) -> str:
    """An error in one line; one that comes from a loader's worker brings its traceback along."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return re.sub(r"^joust_torch\.errors\.\w+: ", "", lines[-1])
