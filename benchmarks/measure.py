"""Taking turns: each round measures every contestant once, so that a busy moment hits all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

Sample = Callable[[], float]
"""Does the thing once and says how many milliseconds it took."""


def timed(work: Callable[[], object]) -> Sample:
    """A sample that takes the time of a call."""

    def sample() -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1000

    return sample


def medians(rounds: int, *samples: Sample, warm: int = 1) -> list[float]:
    """The median of each contestant over so many rounds in turns, after warm-up rounds that do not count."""
    found: list[list[float]] = [[] for _ in samples]
    for number in range(-warm, rounds):
        for sample, times in zip(samples, found, strict=True):
            gc.collect()
            taken = sample()
            if number >= 0:
                times.append(taken)
    return [median(times) for times in found]


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-int(len(ordered) * share * 1000) // 1000) - 1))]
