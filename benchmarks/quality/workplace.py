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

from collections.abc import Iterator

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import HIDDEN, Data, listing_id
from orchestration.sources._toolkit.listing import Listing

TITLE = "Work arrangement"
ABOUT = (
    "Whether remote, hybrid or on site is read from title, place and text. The employer's own "
    "field is hidden; then both are compared."
)
MODELS = ("int_workplace__listings",)
CLASSES = (("remote", "hybrid"), ("remote", "onsite"), ("not remote", "remote"))
"""The disagreements: the field's value, and ours."""


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """Agreement where both field and words state it, how often words do, and the classes."""
    query = "select listing_id, workplace from intermediate.int_workplace__listings"
    ours = dict(warehouse.execute(query).fetchall())
    both = [
        (ats, board, field(listing), ours[listing_id((ats, HIDDEN + board, listing))])
        for ats, board, listing in data.recorded
    ]
    stated = [row for row in both if row[2] != "none"]
    for ats in ("ashby", "lever"):
        mine = [(board, theirs, said) for a, board, theirs, said in stated if a == ats]
        answered = [row for row in mine if row[2] != "unknown"]
        why = None if mine else f"no listing of {ats} with a field"
        agreed = [(board, agree(theirs, said)) for board, theirs, said in answered]
        yield Claim(f"workplace: agreement with the field ({ats})", agreed, not_run=why)
        spoken = [(board, said != "unknown") for board, _, said in mine]
        yield Claim(f"workplace: words say it ({ats})", spoken, not_run=why)
        for theirs, said in CLASSES:
            cases = [(board, (theirs, said) == (t, s)) for board, t, s in answered]
            yield Claim(f"workplace: field {theirs}, words {said} ({ats})", cases, not_run=why)


def field(listing: Listing) -> str:
    """The workplace of the field: remote, hybrid, onsite, not remote, or None."""
    if listing.workplace:
        word = listing.workplace.lower().replace("-", "").replace("_", "")
        return word if word in ("remote", "hybrid", "onsite") else "none"
    return {True: "remote", False: "not remote", None: "none"}[listing.is_remote]


def agree(theirs: str, ours: str) -> bool:
    """Whether our answer agrees with the field; a false remote flag is hybrid or on site."""
    return ours == theirs or (theirs == "not remote" and ours in ("hybrid", "onsite"))
