# SPDX-License-Identifier: Apache-2.0
"""What a training says of its data: asked of `joust` before it, embedded in the weights, added to the lake."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from joust_torch import JoustDataset, MixedDataset

LIBRARIES = ("torch", "torchvision", "pylance", "joust-torch")


class Joust:
    """The `joust` command on one `lake`."""

    def __init__(self, lake: Path) -> None:
        """Find the command: `JOUST` names it, else it is this repository's own, or on PATH."""
        beside = Path(__file__).resolve().parents[2] / "joust"
        found = os.environ.get("JOUST") or (str(beside) if beside.exists() else shutil.which("joust"))
        if found is None:
            raise ValueError("Cannot run 'joust': it is not on PATH; name it in the environment variable JOUST")
        self.lake = lake
        self._command = [found, "--lake", str(lake), "--json"]

    def __call__(self, *words: str) -> Any:
        """Run a command and return the document that it prints."""
        try:
            done = subprocess.run([*self._command, *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        except OSError as e:
            raise ValueError(f"Cannot run '{self._command[0]}': {e.strerror}; name it in the variable JOUST") from e
        if done.returncode:
            told = done.stderr.strip().splitlines() or [f"it ended with exit code {done.returncode}"]
            raise ValueError(f"Cannot run 'joust {' '.join(words)}': {told[-1].removeprefix('joust: ')}")
        return json.loads(done.stdout)

    def plan(self, views: list[str], seed: int) -> Any:
        """What reading the newest versions of these views with this seed is: versions, fingerprints, order."""
        return self("checkpoints", "plan", *views, "--seed", str(seed))

    @contextlib.contextmanager
    def keeping(self, plan: dict[str, Any]) -> Iterator[None]:
        """Pins the planned versions while they are read: no cleanup removes them before the checkpoint is there.

        A process that is killed leaves the pin, which `joust pin drop` removes.
        """
        pin = f"training-{socket.gethostname()}-{os.getpid()}".replace(".", "-")
        self("pin", "create", pin, *(f"{view['name']}@{view['version']}" for view in plan["views"]))
        try:
            yield
        finally:
            self("pin", "drop", pin)

    def require_new(self, name: str) -> None:
        """Refuses the name of a checkpoint that is there already, and what can be none."""
        if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", name) is None:
            raise ValueError(
                f"Cannot add checkpoint '{name}': it is no name; use letters, digits, '_', '-' and '.', starting with a"
                " letter, a digit or '_'"
            )
        if name in {checkpoint["id"] for checkpoint in self("checkpoints", "list")}:
            raise ValueError(f"Cannot add checkpoint '{name}': there is one; choose another --id, or drop it")

    def add(self, record: dict[str, Any], weights: Path, name: str | None) -> Any:
        """Adds a checkpoint; the lake keeps its versions from now on.

        If that fails, what was to be added stays beside the weights, for `joust checkpoints add`.
        """
        described = {key: value for key, value in record.items() if value is not None}
        described |= {"model": str(weights.resolve())} | ({} if name is None else {"id": name})
        file = weights.with_name(weights.name + ".checkpoint.json")
        file.write_text(json.dumps(described, indent=2) + "\n")
        try:
            added = self("checkpoints", "add", "--file", str(file))
        except (ValueError, KeyboardInterrupt) as e:
            why = "interrupted" if isinstance(e, KeyboardInterrupt) else str(e)
            raise ValueError(
                f"Cannot add the checkpoint of '{weights}', which is whole: {why}; add it with joust --lake"
                f" {self.lake} checkpoints add --file {file}"
            ) from e
        file.unlink()
        return added


def open_planned(lake: Path, plan: dict[str, Any], size: tuple[int, int] | None) -> MixedDataset:
    """The rows of a plan, at its versions and in its order."""
    parts = [
        JoustDataset(lake, view["name"], version=view["version"], size=size, others="skip") for view in plan["views"]
    ]
    dataset = MixedDataset(parts, plan["seed"])
    if dataset.order_hash != plan["order_hash"]:
        raise ValueError(
            f"Cannot train on '{dataset.table}': the order is {dataset.order_hash} and was planned as"
            f" {plan['order_hash']}; rows of a view were changed in place, plan again"
        )
    return dataset


def code_revision() -> str | None:
    """The revision of this code, with a mark where files differ from it; None outside of a git checkout."""
    folder = Path(__file__).resolve().parent

    def git(*words: str) -> str | None:
        try:
            done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True)
        except OSError:
            return None
        return done.stdout.strip() if done.returncode == 0 else None

    revision = git("rev-parse", "HEAD")
    return revision and revision + ("-changed" if git("status", "--porcelain", "--", ".", "..") else "")


def libraries() -> dict[str, str]:
    """The versions of what computes."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
