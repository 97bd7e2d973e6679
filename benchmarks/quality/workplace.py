"""Workplaces read from place, title and text, the employers' structured fields hidden, against
those fields: Ashby's `isRemote` and Lever's `workplaceType`. No bar.

The classes of disagreement, from reading about 40 different postings of each on 225 boards:

- *field remote, words hybrid* (12 % of answers). Ashby sets `isRemote` for hybrid work too: nearly
  all these texts name days in an office or call the role hybrid. About one in twelve is our error:
  hybrid only for some places or roles, or "may be considered".
- *field remote, words onsite* (1 %). The text calls this role on site or in person; the flag was
  not updated. A few texts are about the company and not about this opening.
- *field not remote, words remote* (2.5 %). Half have a place called Remote beside offices (the
  flag describes the first place only) or a remote title; the others say "Location: Remote", or call
  the company remote-first while the opening is at an office, which is our error.
- *Lever* has four postings here; the one disagreement is a benefit named "Hybrid Work".

So a bare flag has lower priority than words in the title and the place, and than a text that
requires an office; the vendor's own value (`workplaceType`) has the highest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.quality import Measure
from benchmarks.quality._boards import ashby, lever
from benchmarks.quality._warehouse import build
from orchestration.sources._toolkit.listing import Listing


def measures(real: Path, work: Path) -> Iterator[Measure]:
    """Agreement where both field and words state it, how often words do, and the classes."""
    for ats, listings in (("ashby", ashby(real)), ("lever", lever(real))):
        given = list(listings)
        if not given:
            continue
        hidden = [(ats, b, replace(row, workplace=None, is_remote=None)) for b, row in given]
        with build(hidden, work / ats, "+int_workplace__listings") as warehouse:
            ours = dict(
                warehouse.execute(
                    "select listing_id, workplace from intermediate.int_workplace__listings"
                ).fetchall()
            )
        pairs = Counter(
            (field(row), ours[f"{ats}:{board}:{row.native_id}"]) for board, row in given
        )
        yield from compared(ats, pairs)


def field(listing: Listing) -> str:
    """The workplace of the field: remote, hybrid, onsite, not remote, or None."""
    if listing.workplace:
        word = listing.workplace.lower().replace("-", "").replace("_", "")
        return word if word in ("remote", "hybrid", "onsite") else "none"
    return {True: "remote", False: "not remote", None: "none"}[listing.is_remote]


def agree(theirs: str, ours: str) -> bool:
    """Whether our answer agrees with the field; a false remote flag is hybrid or on site."""
    return ours == theirs or (theirs == "not remote" and ours in ("hybrid", "onsite"))


def compared(ats: str, pairs: Counter[tuple[str, str]]) -> Iterator[Measure]:
    """The measures of one vendor."""
    said = {pair: n for pair, n in pairs.items() if pair[0] != "none"}
    both = {pair: n for pair, n in said.items() if pair[1] != "unknown"}
    stated, spoken = sum(said.values()), sum(both.values())
    agreed = sum(n for pair, n in both.items() if agree(*pair))
    yield Measure(f"workplace: agreement with the field ({ats})", spoken, agreed / max(spoken, 1))
    yield Measure(f"workplace: words say it ({ats})", stated, spoken / max(stated, 1))
    for (theirs, ours), n in sorted(both.items()):
        if not agree(theirs, ours):
            yield Measure(f"workplace: field {theirs}, words {ours} ({ats})", n, n / spoken)
