"""Trains the network: `python -m tests.training.train MINUTES FILE.onnx`, with one core to draw strips and one to learn.

The network that is in use learned for 95 minutes, from some 760,000 strips, in all the typefaces of strips.py: those that are
installed are drawn. Needs `pip install '.[training]'`. The loss is that of connectionist temporal classification; signs are only
allowed where something is printed, as otherwise the first one is told wherever it is blank.
"""

from __future__ import annotations

import random
import sys
import time
from multiprocessing import get_context
from multiprocessing.queues import Queue

import cv2
import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from parsers.readers.scan.network import HEIGHT, SIGNS, STEP
from parsers.readers.scan.raster import WHITE
from tests.training.strips import Strip, Strips

_BATCH, _SORTED, _WIDEST = 32, 192, 640
_CHANNELS = 128
_RATE, _WARMING = 0.003, 150
_REMEMBERED = 0.999  # of the mean of the weights, at each step
_SAVED = 4000  # steps
_MARGIN = 4  # pixels beyond print where signs are allowed
_FORBIDDEN = 50.0


class Along(nn.Module):
    """What is seen around each place along the line."""

    def __init__(self, channels: int, apart: int) -> None:
        super().__init__()
        self.wide = _layer(channels, channels, (1, 3), (1, 1), (0, apart), (1, apart))
        self.narrow = nn.Conv2d(channels, channels, (1, 3), padding=(0, 1), bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        return torch.relu(seen + self.norm(self.narrow(self.wide(seen))))


def _layer(
    before: int,
    after: int,
    kernel: tuple[int, int],
    stride: tuple[int, int],
    padding: tuple[int, int],
    apart: tuple[int, int] = (1, 1),
) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, kernel, stride, padding, apart, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU())


def network() -> nn.Sequential:
    """A strip (1, 1, 40, width) to how likely signs are (1, signs + 1, 1, width / 2), before normalisation."""
    return nn.Sequential(
        _layer(1, 16, (5, 4), (2, STEP), (2, 1)),
        _layer(16, 32, (3, 3), (2, 1), (1, 1)),
        _layer(32, 64, (3, 3), (2, 1), (1, 1)),
        _layer(64, _CHANNELS, (5, 3), (1, 1), (0, 1)),
        *(Along(_CHANNELS, apart) for apart in (1, 3, 9, 1, 3, 9)),
        nn.Conv2d(_CHANNELS, len(SIGNS) + 1, 1),
    )


def train(minutes: float, file: str) -> None:
    """Learns for so many minutes, and saves the running mean of the weights now and then and at the end."""
    context = get_context("spawn")
    batches: Queue[list[Strip]] = context.Queue(48)
    context.Process(target=_draw, args=(batches, random.randrange(1 << 30)), daemon=True).start()
    torch.set_num_threads(1)
    model = network().to(memory_format=torch.channels_last)
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(_REMEMBERED), use_buffers=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=1e-4)
    started, usual = time.monotonic(), 0.0
    step = 0
    while (share := (time.monotonic() - started) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = _RATE * min(1, (step + 1) / _WARMING) * (1 - share) ** 0.9 + 1e-6
        loss = _loss(model, batches.get())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        optimizer.step()
        mean.update_parameters(model)
        usual += (loss.item() - usual) * (0.02 if step else 1)
        step += 1
        if step % 500 == 0:
            sys.stderr.write(f"{share:.0%}, {step * _BATCH} strips, loss {usual:.3f}\n")
        if step % _SAVED == 0:
            _save(mean.module, file)
    _save(mean.module, file)


def _draw(batches: Queue[list[Strip]], seed: int) -> None:
    """Strips of like length together, for ever."""
    cv2.setNumThreads(1)
    strips = Strips(random.Random(seed))
    while True:
        drawn = (strips.draw() for _ in range(_SORTED))
        some = sorted((s for s in drawn if s.picture.shape[1] < _WIDEST), key=lambda s: s.picture.shape[1])
        for first in range(0, len(some), _BATCH):
            batches.put(some[first : first + _BATCH])


def _loss(model: nn.Sequential, strips: list[Strip]) -> torch.Tensor:
    widths = [strip.picture.shape[1] for strip in strips]
    pictures = np.full((len(strips), 1, HEIGHT, max(widths)), WHITE, np.uint8)
    for picture, strip, width in zip(pictures, strips, widths, strict=True):
        picture[0, :, :width] = strip.picture
    ink = 1 - torch.from_numpy(pictures).float() / WHITE
    with torch.autocast("cpu", dtype=torch.bfloat16):
        told = model(ink.to(memory_format=torch.channels_last))[:, :, 0]
    told = told.float()
    places = torch.arange(told.shape[2]) * STEP + 1.0
    left, right = (torch.tensor([[x] for x in ends]) for ends in ([s.left for s in strips], [s.right for s in strips]))
    outside = (places < left - _MARGIN) | (places > right + _MARGIN)
    nothing = -(torch.log_softmax(told, 1)[:, 0] * outside).sum() / outside.sum().clamp(min=1)
    allowed = torch.cat([told[:, :1], told[:, 1:] - _FORBIDDEN * outside[:, None]], 1)
    texts = [[SIGNS.index(c) + 1 for c in strip.text] for strip in strips]
    spelled = nn.functional.ctc_loss(
        torch.log_softmax(allowed, 1).permute(2, 0, 1),
        torch.tensor([sign for text in texts for sign in text]),
        torch.tensor([min(told.shape[2], (width + 1) // STEP) for width in widths]),
        torch.tensor([len(text) for text in texts]),
        zero_infinity=True,
    )
    return spelled + nothing


def _save(model: nn.Module, file: str) -> None:
    torch.onnx.export(
        model.eval(),
        (torch.zeros(1, 1, HEIGHT, 320),),
        file,
        dynamo=False,
        opset_version=13,
        input_names=["strip"],
        output_names=["signs"],
        dynamic_axes={"strip": {3: "width"}, "signs": {3: "places"}},
    )


if __name__ == "__main__":
    train(float(sys.argv[1]), sys.argv[2])
