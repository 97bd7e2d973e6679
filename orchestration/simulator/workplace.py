"""How a workplace is published: by a flag, in the place label, in a sentence, or not at all."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from orchestration.simulator import words
from orchestration.simulator.draws import Bools, Ints, Texts, below, chance
from orchestration.simulator.market import WORKPLACES, Market
from orchestration.simulator.places import PLACES, Place

_REMOTE, _HYBRID, _ONSITE, _UNKNOWN = range(len(WORKPLACES))
FLAGS: Texts = np.array(["remote", "hybrid", "onsite", None], dtype=np.object_)
"""By workplace; None when no structured key states it."""
_SENTENCES: Texts = np.array(
    [
        [[form.format(city=city) for form in forms] for city in [place.city for place in PLACES]]
        for forms in (words.REMOTE, words.HYBRID, words.ONSITE)
    ],
    dtype=np.object_,
)
_NO_CITY: Texts = np.array(["", words.HYBRID_ANY, words.ONSITE_ANY], dtype=np.object_)
_COUNTRY_WORDS = ("US", "US", "USA", "United States")
_FORMS = ("Remote - {}", "Remote, {}", "Remote ({})")
_PLAIN, _WITH_HYBRID, _WITH_REMOTE = range(3)
_MODES = _WITH_REMOTE + len(_COUNTRY_WORDS) * len(_FORMS)


class Published(NamedTuple):
    """Where openings publish their workplace: a flag, the form of their label, a sentence."""

    flag: Ints
    mode: Ints
    sentence: Texts


def published(seed: int, openings: Market, flags: Bools) -> Published:
    """Where each opening publishes its workplace; `flags`: its vendor has a key for it."""
    opening, workplace = openings.opening, openings.workplace
    stated, remote = workplace != _UNKNOWN, workplace == _REMOTE
    alone, has_place = openings.copies == 1, openings.place >= 0
    flag = stated & flags & chance(seed, "flag", opening, 0.85)
    in_label = stated & alone & (workplace != _ONSITE) & (has_place | remote)
    in_label &= chance(seed, "label", opening, np.where(remote, 0.6, 0.25))
    said = stated & (~(flag | in_label) | chance(seed, "also a sentence", opening, 0.25))
    sentence = np.full(len(opening), "", np.object_)
    rows = np.flatnonzero(said)
    sentence[rows] = _NO_CITY[workplace[rows]]
    rows = np.flatnonzero(said & ((alone & has_place) | remote))
    form = below(seed, "sentence", opening[rows], _SENTENCES.shape[2])
    sentence[rows] = _SENTENCES[workplace[rows], openings.place[rows], form]
    form = _WITH_REMOTE + below(seed, "form of label", opening, _MODES - _WITH_REMOTE)
    mode = np.where(in_label, np.where(remote, form, _WITH_HYBRID), _PLAIN)
    return Published(np.where(flag, workplace, _UNKNOWN), mode, sentence)


class Labels(NamedTuple):
    """The places of listings as published: `which` of the different ones each listing has."""

    which: Ints
    labels: Texts
    """Tuples of labels."""
    places: Texts
    """Tuples of their places."""


def labels(place: Ints, second: Ints, mode: Ints) -> Labels:
    """The place labels of listings, and their places."""
    size = len(PLACES) + 1
    code = ((place + 1) * size + np.where(place < 0, 0, second + 1)) * _MODES + mode
    different, which = np.unique(code, return_inverse=True)
    made = [_labels(*divmod(one // _MODES, size), one % _MODES) for one in different.tolist()]
    columns = np.empty((2, len(made)), np.object_)
    for number, pair in enumerate(made):
        columns[0, number], columns[1, number] = pair
    return Labels(which, *columns)


@cache
def _labels(place: int, second: int, mode: int) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """Labels and places by the numbers of the places, of which 0 is none."""
    if not place:
        return (("Remote",) if mode >= _WITH_REMOTE else ()), ()
    places = tuple(PLACES[number - 1] for number in (place, second) if number)
    first = places[0]
    if mode == _PLAIN:
        return tuple(one.label for one in places), places
    if mode == _WITH_HYBRID:
        return (f"Hybrid - {first.label}",), (first,)
    word, form = divmod(mode - _WITH_REMOTE, len(_FORMS))
    country = _COUNTRY_WORDS[word] if first.code == "US" else first.country
    return (_FORMS[form].format(country),), (first,)
