# SPDX-License-Identifier: Apache-2.0
"""What the time of a training went into, and how much of the device it used."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from joust_torch.collate import Target

# Dense half-precision TFLOP/s of NVIDIA's data sheets, by what the device calls itself; the first that is found counts.
PEAK_TFLOPS = {
    r"\bH100 PCIe\b": 756.0,
    r"\bH100 NVL\b": 835.0,
    r"\b(H200|GH200|H100|H800)\b": 989.0,
    r"\b(A100|A800)\b": 312.0,
    r"\bA10G\b": 70.0,
    r"\bA10\b": 125.0,
    r"\bA30\b": 165.0,
    r"\bL40S\b": 362.0,
    r"\bL4\b": 121.0,
    r"\bV100\b": 125.0,
    r"\bT4\b": 65.0,
}


@dataclass
class Told:
    """What a training says of itself: the loss of each step, and where the time since the first batch came went."""

    losses: list[float] = field(default_factory=list)
    images: int = 0
    seconds: float = 0.0
    waited_seconds: float = 0.0
    flops_of_image: float = 0.0

    @property
    def images_per_second(self) -> float:
        """Waiting included."""
        return self.images / self.seconds if self.seconds else 0.0

    @property
    def wait_share(self) -> float:
        """Which share of the time was spent waiting for data."""
        return self.waited_seconds / self.seconds if self.seconds else 0.0

    def mfu(self, peak: float) -> float:
        """Model FLOPs utilization: floating-point operations of the model each second, over the peak in TFLOP/s."""
        return self.flops_of_image * self.images_per_second / (peak * 1e12)


def flops_of_step(model: nn.Module, images: list[torch.Tensor], targets: list[Target], amp: bool) -> float:
    """Floating-point operations of one step, forward and backward, as PyTorch counts them.

    The model and the random numbers stay as they are.
    """
    device = images[0].device
    counted = copy.deepcopy(model)
    devices = [device] if device.type == "cuda" else []
    with torch.random.fork_rng(devices), FlopCounterMode(display=False) as counter:
        with torch.autocast(device.type, enabled=amp):
            loss = sum(counted(images, targets).values())
        loss.backward()
    return float(counter.get_total_flops())


def peak_tflops(name: str) -> float | None:
    """What a device of this name can do at most, None where it is not known."""
    return next((peak for known, peak in PEAK_TFLOPS.items() if re.search(known, name)), None)


def peak_of(device: torch.device) -> float | None:
    """What a device can do at most, None where it is no known GPU."""
    return peak_tflops(torch.cuda.get_device_name(device)) if device.type == "cuda" else None
