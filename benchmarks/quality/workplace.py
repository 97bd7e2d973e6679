"""Workplaces read from place, title and text, the employers' structured fields hidden, against
those fields: Ashby's `isRemote` and Lever's `workplaceType`. No bar.

What the classes of disagreement are, by reading about 40 different postings of each on 225 boards:

- *field remote, words hybrid* (12 % of answers). Ashby sets `isRemote` for hybrid work, too: nearly
  all these texts name days in an office or say hybrid of the role. About one in twelve is ours to
  blame: hybrid for some places or some roles only, or "may be considered".
- *field remote, words onsite* (1 %). The text says on site or in person of this role; the flag was
  left as it stood. A few are said of the company and not of an opening elsewhere.
- *field not remote, words remote* (2.5 %). Half have a place called Remote beside offices (the
  flag speaks of the first place alone) or a title that says it; the others say "Location: Remote",
  or call the company remote-first while the opening stands at an office: that is ours to blame.
- *Lever* has four postings here; the one disagreement is a benefit named "Hybrid Work".

So a bare flag stands behind words in the title and the place, and behind a text that asks for an
office; a vendor's own word (`workplaceType`) stands before all.
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
    """Agreement where field and words both speak, how often words speak, and the classes."""
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
    """The employer's answer: remote, hybrid, onsite, not remote, or none."""
    if listing.workplace:
        word = listing.workplace.lower().replace("-", "").replace("_", "")
        return word if word in ("remote", "hybrid", "onsite") else "none"
    return {True: "remote", False: "not remote", None: "none"}[listing.is_remote]


def agree(theirs: str, ours: str) -> bool:
    """Whether our reading is the field's; a false remote flag is hybrid or on site."""
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
