"""Which technologies a text mentions where, and how it spells and lists them. Not here: the
sentences around them (`text`).

The technologies of an opening are shuffled once; each part of the text takes some of them from a
place of its own. All of them are in the requirements or in the stack.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from orchestration.simulator.draws import Bools, Ints, Texts, below, bits, chance
from orchestration.simulator.technologies import IDS, TECHNOLOGIES

_GROUPS = 8
"""The most groups of requirements; the last takes what is left."""
_WORK, _EXTRAS, _STACK = range(_GROUPS, _GROUPS + 3)
"""The numbers of the other lists of an opening, after those of its requirements."""
_SIZES = np.array([2, 3, 4])
_BESIDE = [TECHNOLOGIES[name].surfaces for name in IDS]
_BARE = [TECHNOLOGIES[name].alone or TECHNOLOGIES[name].surfaces for name in IDS]
_CLEAR = np.array([not TECHNOLOGIES[name].alone for name in IDS])
"""Technologies whose every spelling is clear."""
_SPELLED = _BARE + _BESIDE
_COUNT = np.array([len(spellings) for spellings in _SPELLED])
_FIRST = np.cumsum(_COUNT) - _COUNT
_SPELLINGS = [spelling for spellings in _SPELLED for spelling in spellings]
_HAS_SPACE = np.array([" " in spelling for spelling in _SPELLINGS])
_SEPARATORS = ("", ", ", " and ", " or ", ", and ", "/")
_NOTHING, _COMMA, _AND, _OR, _COMMA_AND, _SLASH = range(len(_SEPARATORS))
_PIECES: Texts = np.array(
    [[before + spelling for spelling in _SPELLINGS] for before in _SEPARATORS], dtype=np.object_
)


class Named(NamedTuple):
    """Lists of technologies: of which opening each is, the number of it there, its words."""

    row: Ints
    number: Ints
    words: Texts


class Mentions(NamedTuple):
    """The lists of technologies in the texts of some openings; at most one of each but the first
    in a text."""

    required: Named
    work: Named
    extras: Named
    stack: Named


def joined(pieces: Texts, edges: Ints) -> Texts:
    """The pieces between each two edges as one text."""
    listed = pieces.tolist()
    texts = np.empty(len(edges) - 1, np.object_)
    texts[:] = ["".join(listed[first:end]) for first, end in pairwise(edges.tolist())]
    return texts


def edges_of(sizes: Ints) -> Ints:
    """Where groups of these sizes begin, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(sizes)])


def mentions(seed: int, opening: Ints, uses: Bools) -> Mentions:
    """The lists of technologies in the texts of openings that use them."""
    count = uses.sum(axis=1)
    some = count > 0
    has_stack = some & chance(seed, "has stack", opening, 0.6)
    wanted = np.where(has_stack, np.minimum(1 + count // 2, count), count)
    groups = _required(seed, opening, wanted)
    row, number = np.nonzero(groups)
    sizes, firsts = [groups[row, number]], [(np.cumsum(groups, axis=1) - groups)[row, number]]
    rows, parts = [row], [number]
    for part, (has, most) in enumerate(
        (
            (some & chance(seed, "work names", opening, 0.5), 3),
            (some & chance(seed, "extras name", opening, 0.3), 2),
            (has_stack, 0),
        ),
        _WORK,
    ):
        row = np.flatnonzero(has)
        taken = count[row]
        if most:
            taken = np.minimum(1 + below(seed, f"named {part}", opening[row], most), taken)
        rows.append(row)
        sizes.append(taken)
        firsts.append(below(seed, f"first {part}", opening[row], count[row]))
        parts.append(np.full(len(row), part))
    words = _listed(seed, opening, uses, *(map(np.concatenate, (rows, parts, sizes, firsts))))
    ends = np.cumsum([len(row) for row in rows])[:-1]
    return Mentions(*map(Named, rows, parts, np.split(words, ends)))


def _required(seed: int, opening: Ints, wanted: Ints) -> Ints:
    """The sizes of the groups of required technologies: two to four each, and a row per opening."""
    drawn = bits(seed, "sizes of groups", opening)
    digits = drawn[:, None] >> np.arange(0, 8 * _GROUPS, 8, dtype=np.uint64)
    ends = np.cumsum(_SIZES[(digits & np.uint64(255)).astype(np.int64) % 3], axis=1)
    ends[:, -1] = len(IDS)
    ends = np.minimum(ends, wanted[:, None])
    return np.asarray(np.diff(ends, axis=1, prepend=0))


def _shuffled(seed: int, opening: Ints, uses: Bools) -> Ints:
    """The technologies of each opening in a random order, one opening after another."""
    row, column = np.nonzero(uses)
    drawn = bits(seed, "order of technologies", opening[row] * 128 + column)
    key = row.astype(np.uint64) << np.uint64(40) | drawn >> np.uint64(24)
    order = np.argsort(key, kind="stable")
    return np.asarray(column[order])


def _listed(
    seed: int, opening: Ints, uses: Bools, row: Ints, part: Ints, size: Ints, first: Ints
) -> Texts:
    """The words of lists: `size` technologies from the `first` of an opening's; an ambiguous name
    is written bare beside a clear one."""
    count = uses.sum(axis=1)
    begin = np.cumsum(count) - count
    edges = edges_of(size)
    group = np.repeat(np.arange(len(size)), size)
    position = np.arange(len(group)) - edges[group]
    place = (first[group] + position) % count[row[group]]
    technology = _shuffled(seed, opening, uses)[begin[row[group]] + place]
    has_clear = np.bincount(group, _CLEAR[technology], len(size)) > 0
    beside = has_clear & (size > 1)
    spelled = technology + len(IDS) * beside[group]
    key = opening[row] * 16 + part
    spelling = _FIRST[spelled] + below(
        seed, "spelling", key[group] * 128 + position, _COUNT[spelled]
    )
    style = below(seed, "style of list", key, 8)
    spaces = np.bincount(group, _HAS_SPACE[spelling], len(size)) > 0
    last = np.full(len(size), _AND)
    last[style == 1] = _COMMA
    last[(style == 2) & (size > 2)] = _COMMA_AND
    last[(style == 3) & (part != _STACK)] = _OR  # a stack does not offer a choice
    last[(style == 0) & (size == 2) & ~spaces] = _SLASH
    separator = np.where(position + 1 == size[group], last[group], _COMMA)
    separator[position == 0] = _NOTHING
    return joined(_PIECES[separator, spelling], edges)
