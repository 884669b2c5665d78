# SPDX-License-Identifier: Apache-2.0
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[3] / "docs/training-walkthrough.sh"


def test_the_tutorial_runs_and_its_training_can_be_run_again(tmp_path: Path) -> None:
    environment = os.environ | {"JOUST_PYTHON": sys.executable, "TMPDIR": str(tmp_path)}

    done = subprocess.run([str(SCRIPT)], capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment)

    assert done.returncode == 0, done.stderr[-2000:]
    assert '"losses_equal": true' in done.stdout
