# SPDX-License-Identifier: Apache-2.0
"""Lets these scripts import what lies beside their folder; import it before that."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
