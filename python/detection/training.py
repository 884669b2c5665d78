# SPDX-License-Identifier: Apache-2.0
"""Trains a detector on a dataset, and tells what the time went into."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator
from dataclasses import dataclass, field

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from detection.crops import Examples
from detection.detectors import Detector
from joust_torch import MixedDataset, data_loader
from joust_torch.collate import Target

LARGEST_GRADIENT = 2.0
TELL_SECONDS = 5.0
# Dense half-precision TFLOP/s of NVIDIA's data sheets, by what the device calls itself.
PEAK_TFLOPS = {"H200": 989.0, "H100": 989.0, "A100": 312.0, "L40S": 362.0, "L4": 121.0, "A10": 125.0, "T4": 65.0}


@dataclass(frozen=True)
class Settings:
    """How a training runs; all of it is in the file of weights, so that it can be run again."""

    steps: int
    batch: int
    rate: float
    crop: tuple[int, int] | None
    seed: int
    workers: int
    amp: bool
    threads: int


@dataclass
class Told:
    """What a training says of itself: the loss of each step, and where the time since the first batch came went."""

    losses: list[float] = field(default_factory=list)
    images: int = 0
    seconds: float = 0.0
    waited_seconds: float = 0.0
    flops: float = 0.0

    @property
    def images_per_second(self) -> float:
        """Waiting included."""
        return self.images / self.seconds if self.seconds else 0.0

    @property
    def wait_share(self) -> float:
        """Which share of the time was spent waiting for data."""
        return self.waited_seconds / self.seconds if self.seconds else 0.0

    def mfu(self, peak_tflops: float) -> float:
        """Model FLOPs utilization: floating-point operations of the model each second, over what the device can do."""
        return self.flops / self.seconds / (peak_tflops * 1e12) if self.seconds else 0.0


def train(detector: Detector, dataset: MixedDataset, settings: Settings, device: torch.device) -> Told:
    """Runs all steps; the same losses again on a CPU with the same settings, weights and data."""
    torch.manual_seed(settings.seed)
    model = detector.model.to(device).train()
    examples = Examples(detector.classes, settings.crop, settings.seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings.rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, settings.steps, pct_start=0.1)
    scaler = torch.amp.GradScaler(device.type, enabled=settings.amp)
    # A crop of a frame that has the model's size already must not be enlarged to it.
    model.transform._skip_resize = settings.crop is not None
    told = Told()
    batches = _batches(dataset, settings)
    try:
        samples = next(batches)
        began = told_at = time.perf_counter()
        for step in range(settings.steps):
            if step:
                asked = time.perf_counter()
                samples = next(batches)
                told.waited_seconds += time.perf_counter() - asked
            images, targets = examples.of(step, *samples)
            images = [image.to(device, non_blocking=True) for image in images]
            targets = [{key: value.to(device) for key, value in target.items()} for target in targets]
            if step == 0 and device.type == "cuda":
                told.flops = flops_of_step(model, images, targets, settings.amp) * settings.steps
            loss = _step(model, images, targets, optimizer, scaler, settings)
            schedule.step()
            told.losses.append(loss)
            told.images += len(images)
            dataset.advance(len(images))
            told.seconds = time.perf_counter() - began
            if time.perf_counter() - told_at > TELL_SECONDS or step == settings.steps - 1:
                told_at = time.perf_counter()
                _tell(step, settings.steps, told, device)
    finally:
        batches.close()
        model.transform._skip_resize = False
    model.eval()
    return told


def _step(
    model: nn.Module,
    images: list[torch.Tensor],
    targets: list[Target],
    optimizer: torch.optim.Optimizer,
    scaler: torch.amp.GradScaler,
    settings: Settings,
) -> float:
    with torch.autocast(images[0].device.type, enabled=settings.amp):
        loss = sum(model(images, targets).values())
    optimizer.zero_grad(set_to_none=True)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(model.parameters(), LARGEST_GRADIENT)
    scaler.step(optimizer)
    scaler.update()
    return float(loss.detach())


def _batches(
    dataset: MixedDataset, settings: Settings
) -> Generator[tuple[list[torch.Tensor], list[Target]], None, None]:
    """Batches of epoch after epoch."""
    options = {"persistent_workers": True, "prefetch_factor": 4} if settings.workers else {}
    loader = data_loader(dataset, batch_size=settings.batch, num_workers=settings.workers, **options)
    epoch = dataset.epoch
    while True:
        dataset.set_epoch(epoch)
        yield from loader
        epoch += 1


def flops_of_step(model: nn.Module, images: list[torch.Tensor], targets: list[Target], amp: bool) -> float:
    """Floating-point operations of one step, forward and backward, as PyTorch counts them."""
    with FlopCounterMode(display=False) as counter, torch.autocast(images[0].device.type, enabled=amp):
        sum(model(images, targets).values()).backward()
    model.zero_grad(set_to_none=True)
    return float(counter.get_total_flops())


def peak_tflops(device: torch.device) -> float | None:
    """What the device can do at most, None where it is no known GPU."""
    if device.type != "cuda":
        return None
    name = torch.cuda.get_device_name(device)
    return next((peak for key, peak in PEAK_TFLOPS.items() if key in name.split() or f"-{key}" in name), None)


def _tell(step: int, steps: int, told: Told, device: torch.device) -> None:
    recent = told.losses[-20:]
    text = (
        f"step {step + 1} of {steps}: loss {sum(recent) / len(recent):.3f}, {told.images_per_second:.1f} images/s,"
        f" {told.wait_share:.1%} of the time waiting for data"
    )
    peak = peak_tflops(device)
    if peak is not None and told.flops:
        done = Told(seconds=told.seconds, flops=told.flops * (step + 1) / steps)
        text += f", MFU {done.mfu(peak):.1%} of {peak:g} TFLOP/s"
    print(text, file=sys.stderr, flush=True)
