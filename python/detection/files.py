# SPDX-License-Identifier: Apache-2.0
"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def written(file: Path) -> Iterator[Path]:
    """A file beside this one, which takes its place where the block ends well; else nothing has changed.

    What forbids to write is found out before the block.
    """
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        if file.is_dir():
            raise IsADirectoryError(0, "it is a folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    except OSError as e:
        raise ValueError(f"Cannot write '{file}': {e.strerror}; give another --out") from e
    try:
        yield part
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
