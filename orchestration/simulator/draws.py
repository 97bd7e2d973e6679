"""Random draws without state: every draw is a hash of the seed, a name and a number.

So two windows of the market that share a listing share all its draws. Not here: what is drawn.
"""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]
"""A column or table of strings, or of other values of Python."""
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
    return _mixed(index.astype(np.uint64) * np.uint64(_GOLDEN) + np.uint64(_key(seed, name)))


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """`mix` of many integers."""
    for shift, factor in _STEPS:
        value = (value ^ (value >> np.uint64(shift))) * np.uint64(factor)
    return value ^ (value >> np.uint64(31))


def uniform(seed: int, name: str, index: Ints) -> Floats:
    """A number in [0, 1) for each element of `index`."""
    return (bits(seed, name, index) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def below(seed: int, name: str, index: Ints, count: int | Ints) -> Ints:
    """An integer in [0, count) for each element of `index`; a count of 0 gives 0."""
    most = np.asarray(count, np.uint64)
    drawn = (bits(seed, name, index) >> np.uint64(32)) * most
    return (drawn >> np.uint64(32)).astype(np.int64)


def chance(seed: int, name: str, index: Ints, share: float | Floats) -> Bools:
    """True with probability `share` for each element of `index`."""
    return np.asarray(uniform(seed, name, index) < share)


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


def identifiers(numbers: Ints, salt: int = 0) -> list[str]:
    """`identifier` of many numbers: the digits of all at once, then cut."""
    index = numbers.astype(np.uint64)
    halves = (index * np.uint64(2) + np.uint64(1), index + np.uint64((salt << 48) & _MASK))
    both = np.stack([_mixed(half) for half in halves], axis=1).astype(">u8")
    digits = both.tobytes().hex()
    return [
        f"{one[:8]}-{one[8:12]}-4{one[13:16]}-a{one[17:20]}-{one[20:]}"
        for one in (digits[at : at + 32] for at in range(0, len(digits), 32))
    ]


@functools.lru_cache(256)
def steps(size: int) -> tuple[int, ...]:
    """The steps that visit each of `size` positions once."""
    return tuple(step for step in range(1, size + 1) if math.gcd(step, size) == 1)


class Random:
    """A random number generator for one thing of which there are few, such as a company; the same
    arguments give the same numbers."""

    __slots__ = ("state",)

    def __init__(self, seed: int, name: str = "", number: int = 0) -> None:
        self.state = mix(_key(seed, name) + number * _GOLDEN)

    def randrange(self, count: int) -> int:
        """An integer in [0, count)."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & _MASK
        return (self.state >> 33) % count

    def chance(self, share: float) -> bool:
        """True with probability `share`."""
        return self.randrange(1_000_000) < share * 1_000_000

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.randrange(len(items))]

    def sample(self, items: Sequence[Item], count: int) -> list[Item]:
        """`count` different items in a random rotation, or all when there are fewer."""
        size = len(items)
        step, place = self.choice(steps(size)), self.randrange(size)
        return [items[(place + step * turn) % size] for turn in range(min(count, size))]
