# SPDX-License-Identifier: Apache-2.0
"""What was measured, kept beside the models in one file."""

from __future__ import annotations

import json
from pathlib import Path


def record(out: Path, model: str, measured: dict) -> None:
    """Replaces what `quality.json` says about one model, and prints it."""
    file = out / "quality.json"
    quality = json.loads(file.read_text()) if file.exists() else {}
    quality[model] = measured
    file.write_text(json.dumps(dict(sorted(quality.items())), indent=2) + "\n")
    print(json.dumps({model: measured}, indent=2))
