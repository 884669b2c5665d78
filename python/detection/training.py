# SPDX-License-Identifier: Apache-2.0
"""Trains a detector on a dataset."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Generator

import torch
from torch import nn

from detection.crops import Examples
from detection.detectors import Detector
from detection.settings import Settings
from detection.speed import Told, flops_of_step, peak_of
from joust_torch import MixedDataset, data_loader
from joust_torch.collate import Target

LARGEST_GRADIENT = 2.0
TELL_SECONDS = 5.0
WARMUP_SHARE = 0.1


def train(detector: Detector, dataset: MixedDataset, settings: Settings) -> Told:
    """Runs all steps; the same losses again on a CPU with the same settings, weights and data."""
    device = torch.device(settings.device)
    torch.manual_seed(settings.seed)
    model = detector.model.to(device).train()
    examples = Examples(detector.classes, settings.crop, settings.seed)
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=settings.rate, weight_decay=0.02)
    schedule = _schedule(optimizer, settings)
    scaler = torch.amp.GradScaler(device.type, enabled=settings.amp)
    # A crop of a frame that has the model's size already must not be enlarged to it.
    model.transform._skip_resize = settings.crop is not None
    told = Told()
    peak = peak_of(device)
    batches = _batches(dataset, settings)
    try:
        samples = next(batches)
        if peak is not None:
            first = _on(device, *examples.of(0, *samples))
            told.flops_of_image = flops_of_step(model, *first, settings.amp) / len(first[0])
        began = told_at = time.perf_counter()
        for step in range(settings.steps):
            if step:
                asked = time.perf_counter()
                samples = next(batches)
                told.waited_seconds += time.perf_counter() - asked
            images, targets = _on(device, *examples.of(step, *samples))
            loss = _step(model, images, targets, optimizer, scaler, settings)
            if not math.isfinite(loss):
                raise ValueError(
                    f"Cannot train on '{dataset.table}': the loss of step {step + 1} is {loss}; give a smaller --rate"
                    f" than {settings.rate:g}"
                )
            schedule.step()
            told.losses.append(loss)
            told.images += len(images)
            dataset.advance(len(images))
            told.seconds = time.perf_counter() - began
            if time.perf_counter() - told_at > TELL_SECONDS or step == settings.steps - 1:
                told_at = time.perf_counter()
                _tell(step, settings.steps, told, peak)
    finally:
        batches.close()
        model.transform._skip_resize = False
    model.eval()
    return told


def _schedule(optimizer: torch.optim.Optimizer, settings: Settings) -> torch.optim.lr_scheduler.OneCycleLR:
    # PyTorch divides by the steps of each phase less one.
    steps = max(3, settings.steps)
    return torch.optim.lr_scheduler.OneCycleLR(optimizer, settings.rate, steps, pct_start=max(WARMUP_SHARE, 2 / steps))


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


def _on(
    device: torch.device, images: list[torch.Tensor], targets: list[Target]
) -> tuple[list[torch.Tensor], list[Target]]:
    moved = [image.to(device, non_blocking=True) for image in images]
    return moved, [{key: value.to(device) for key, value in target.items()} for target in targets]


def _tell(step: int, steps: int, told: Told, peak: float | None) -> None:
    recent = told.losses[-20:]
    text = (
        f"step {step + 1} of {steps}: loss {sum(recent) / len(recent):.3f}, {told.images_per_second:.1f} images/s,"
        f" {told.wait_share:.1%} of the time waiting for data"
    )
    if peak is not None:
        text += f", MFU {told.mfu(peak):.1%} of {peak:g} TFLOP/s"
    print(text, file=sys.stderr, flush=True)
