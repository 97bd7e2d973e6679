"""How a workplace is published: by a flag, in the place label, in a sentence, or not at all."""

from __future__ import annotations

from orchestration.simulator import words
from orchestration.simulator.draws import Random
from orchestration.simulator.places import Place
from orchestration.simulator.posting import Vendor

_SENTENCES = {"remote": words.REMOTE, "hybrid": words.HYBRID, "onsite": words.ONSITE}
_NO_CITY = {"hybrid": words.HYBRID_ANY, "onsite": words.ONSITE_ANY}


def labels_of(
    rng: Random, places: list[Place], workplace: str, in_label: bool
) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """The place labels as published, and their places."""
    if not places:
        return (("Remote",) if workplace == "remote" and in_label else ()), ()
    if not in_label:
        return tuple(place.label for place in places), tuple(places)
    first = places[0]
    if workplace == "hybrid":
        return (f"Hybrid - {first.label}",), (first,)
    us = rng.choice(("US", "US", "USA", "United States"))
    country = us if first.code == "US" else first.country
    form = rng.choice(("Remote - {}", "Remote, {}", "Remote ({})"))
    return (form.format(country),), (first,)


def publish(
    rng: Random, workplace: str, vendor: Vendor, places: list[Place], alone: bool
) -> tuple[str | None, bool, str]:
    """Where the workplace is published: the flag, whether in the label, and the sentence."""
    if workplace == "unknown":
        return None, False, ""
    flag = workplace if vendor.flags and rng.chance(0.85) else None
    in_label = (
        alone
        and workplace != "onsite"
        and (bool(places) or workplace == "remote")
        and rng.chance(0.6 if workplace == "remote" else 0.25)
    )
    if (flag or in_label) and not rng.chance(0.25):
        return flag, in_label, ""
    if (alone and places) or workplace == "remote":
        city = places[0].city if places else ""
        return flag, in_label, rng.choice(_SENTENCES[workplace]).format(city=city)
    return flag, in_label, _NO_CITY[workplace]
