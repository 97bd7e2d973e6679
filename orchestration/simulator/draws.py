"""Random draws without state: every draw is a hash of the seed, a name and a number.

So two windows of the market that share a listing share all its draws. Not here: what is drawn.
"""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Item = TypeVar("Item")

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))


@functools.lru_cache(1024)
def _key(seed: int, name: str) -> int:
    return mix(seed * _GOLDEN + zlib.crc32(name.encode()))


def mix(value: int) -> int:
    """The splitmix64 finaliser of one integer."""
    value &= _MASK
    for shift, factor in _STEPS:
        value = ((value ^ (value >> shift)) * factor) & _MASK
    return value ^ (value >> 31)


def bits(seed: int, name: str, index: Ints) -> NDArray[np.uint64]:
    """64 random bits for each element of `index`."""
    value = index.astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(_key(seed, name))
    for shift, factor in _STEPS:
        value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
    return value ^ (value >> np.uint64(31))


def uniform(seed: int, name: str, index: Ints) -> Floats:
    """A number in [0, 1) for each element of `index`."""
    return (bits(seed, name, index) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def normal(seed: int, name: str, index: Ints) -> Floats:
    """A standard normal number for each element of `index`: a sum of four uniforms, so without
    outliers."""
    total = sum(uniform(seed, f"{name}{k}", index) for k in range(4))
    return (np.asarray(total) - 2.0) * math.sqrt(3.0)


def identifier(number: int, salt: int = 0) -> str:
    """A UUID for a number, different for each number."""
    high, low = mix(number * 2 + 1), mix(number + (salt << 48))
    digits = f"{high:016x}{low:016x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


@functools.lru_cache(256)
def _rotations(size: int) -> tuple[int, ...]:
    """The steps that visit each of `size` positions once."""
    return tuple(step for step in range(1, size + 1) if math.gcd(step, size) == 1)


@functools.lru_cache(1 << 14)
def _picker(size: int, step: int, place: int, count: int) -> Callable[[Sequence[Any]], Any]:
    """What takes `count` of `size` items in a rotation, as a tuple; at least two."""
    return itemgetter(*((place + step * turn) % size for turn in range(count)))


class Random:
    """A fast random number generator for one thing; the same arguments give the same numbers.

    The step to the next state is written out where it is made: a call for it takes longer than it.
    """

    __slots__ = ("state",)

    def __init__(self, seed: int, name: str = "", number: int = 0) -> None:
        self.state = mix(_key(seed, name) + number * _GOLDEN)

    def randrange(self, count: int) -> int:
        """An integer in [0, count)."""
        self.state = state = (self.state * 6364136223846793005 + 1442695040888963407) & _MASK
        return (state >> 33) % count

    def chance(self, share: float) -> bool:
        """True with probability `share`."""
        self.state = state = (self.state * 6364136223846793005 + 1442695040888963407) & _MASK
        return (state >> 33) % 1_000_000 < share * 1_000_000

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        self.state = state = (self.state * 6364136223846793005 + 1442695040888963407) & _MASK
        return items[(state >> 33) % len(items)]

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """`count` different items in a random rotation, or all when there are fewer."""
        size, steps = len(items), _rotations(len(items))
        state = (self.state * 6364136223846793005 + 1442695040888963407) & _MASK
        step = steps[(state >> 33) % len(steps)]
        self.state = state = (state * 6364136223846793005 + 1442695040888963407) & _MASK
        place = (state >> 33) % size
        if count < 2 or size < 2:
            return [items[place]] if count else []
        return list(_picker(size, step, place, min(count, size))(items))
