"""Coverage against a frame from outside: which of its companies are in a release, and why others
are not.

Coverage of sources (`source_coverage`) says how well the known boards were read. This says what is
not known. A company has the state of its best board, by the order of `REASONS`.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import duckdb

from orchestration import plain_text
from orchestration.crawl import opt_outs, retirement
from orchestration.crawl.boards import Board, load_boards
from orchestration.publish import release_folder
from orchestration.publish.frame import RULES, BoardIndex, Frame, FrameCompany, KnownBoard
from orchestration.settings import Settings

Key = tuple[str, str]
REASONS = {
    "in": "has open software listings in the release",
    "opted out": "the company or all its boards opted out",
    "no software listings": "has open listings, but none for software work",
    "set aside": "has no open listing, but has postings that could not be read",
    "no listings": "its board answers, but has no open listing",
    "board failing": "its board fails or is retired, and there is no earlier answer to use",
    "robots": "robots.txt, a reservation of data mining or the vendor's terms forbid crawling its "
    "board",
    "not crawled": "its board is known, but no night of this data directory requested it",
    "no known board": "no board is known that has its domain or name",
}
"""Why a company is in a release or not, best first; "opted out" is said whatever the boards are."""
COLUMNS = (
    *("company", "domain", "weight", "reason", "detail", "matched_by", "boards"),
    *("listing_count", "software_listing_count"),
)


@dataclass(frozen=True, slots=True)
class BoardState:
    """What a release has of a board: its reason, a detail from the crawl, and its open listings."""

    reason: str
    detail: str | None = None
    listing_count: int = 0
    software_listing_count: int = 0


@dataclass(frozen=True, slots=True)
class Covered:
    """One company of the frame, and what became of it."""

    company: FrameCompany
    reason: str
    detail: str | None
    matched_by: str | None
    boards: tuple[str, ...]
    listing_count: int
    software_listing_count: int

    def cells(self) -> tuple[object, ...]:
        """The values of `COLUMNS`."""
        named = (self.company.company, self.company.domain, self.company.weight)
        found = (self.reason, self.detail, self.matched_by, " ".join(self.boards))
        return *named, *found, self.listing_count, self.software_listing_count


@dataclass(frozen=True, slots=True)
class FrameCoverage:
    """The coverage of a frame by a release."""

    release_id: str
    night: str
    notice: str | None
    frame: Frame
    companies: tuple[Covered, ...]


def frame_coverage(settings: Settings, frame: Frame) -> FrameCoverage:
    """The coverage by the current release. Raises ValueError when there is none."""
    release = release_folder.current(settings)
    manifest = release_folder.manifest_of(release)
    with closing(duckdb.connect(str(release / release_folder.DATABASE), read_only=True)) as db:
        states, published = _states(db)
    bundled = {(b.ats, b.board): KnownBoard(b.ats, b.board, b.company) for b in load_boards()}
    index = BoardIndex({**bundled, **published}.values())
    for key, why in retirement.retired(retirement.load(settings.home)).items():
        if states.get(key, BoardState("not crawled")).reason in ("not crawled", "board failing"):
            states[key] = BoardState("board failing", why)
    opted_out = opt_outs.load(opt_outs.BUNDLED, settings.home / "opt_outs.csv")
    companies = (_covered(company, index, states, opted_out) for company in frame.companies)
    return FrameCoverage(
        manifest["release_id"], manifest["night"], manifest["notice"], frame, tuple(companies)
    )


_STATES = """
with counts as (
    select board_id, count(*) filter (where is_software) as software_listing_count
    from core.fct_listings
    group by board_id
),
unread as (
    select ats, board, count(*) as posting_count
    from core.fct_set_aside
    where layer = 'raw'
    group by ats, board
)
select boards.ats, boards.board, companies.company_name, boards.last_outcome,
    boards.last_reason, boards.last_complete_date is not null and not boards.is_stale,
    boards.listing_count, coalesce(counts.software_listing_count, 0),
    coalesce(unread.posting_count, 0)
from core.dim_boards as boards
left join core.dim_companies as companies using (company_id)
left join counts using (board_id)
left join unread using (ats, board)
"""


def _states(
    db: duckdb.DuckDBPyConnection,
) -> tuple[dict[Key, BoardState], dict[Key, KnownBoard]]:
    """What a release has of each of its boards, and the boards with their companies."""
    states, boards = {}, {}
    for ats, board, company, *facts in db.execute(_STATES).fetchall():
        states[ats, board] = _state(*facts)
        boards[ats, board] = KnownBoard(ats, board, company)
    return states, boards


def _state(
    outcome: str, why: str | None, is_complete: bool, listings: int, software: int, unread: int
) -> BoardState:
    if listings:
        reason = "in" if software else "no software listings"
    elif unread:
        reason, why = "set aside", f"{unread} postings"
    elif is_complete:
        reason = "no listings"
    elif outcome == "skipped" and not str(why).startswith(("failed on", "retired on")):
        reason = "robots"
    else:
        reason = "board failing"
    return BoardState(reason, why, listings, software)


def _covered(
    company: FrameCompany,
    index: BoardIndex,
    states: Mapping[Key, BoardState],
    opted_out: Sequence[opt_outs.OptOut],
) -> Covered:
    rule, boards = index.match(company)
    found = [states.get((b.ats, b.board), BoardState("not crawled")) for b in boards]
    out = [opt_outs.opt_out_reason(Board(b.ats, b.board, b.company), opted_out) for b in boards]
    out.append(opt_outs.opt_out_reason(Board("", "", company.company), opted_out))
    order = list(REASONS)
    best = min(found, key=lambda s: order.index(s.reason), default=BoardState("no known board"))
    if out[-1] or (boards and all(out[:-1])):
        best = BoardState("opted out", out[-1] or out[0])
    return Covered(
        company, best.reason, best.detail, rule,
        tuple(f"{b.ats}/{b.board}" for b in boards),
        sum(state.listing_count for state in found),
        sum(state.software_listing_count for state in found),
    )  # fmt: skip


def shares(coverage: FrameCoverage) -> list[dict[str, Any]]:
    """One row per reason: companies and weight, and the share of each in the whole frame."""
    counts = Counter(covered.reason for covered in coverage.companies)
    weights: dict[str, list[float]] = {reason: [] for reason in REASONS}
    for covered in coverage.companies:
        weights[covered.reason].append(covered.company.weight)
    total, whole = len(coverage.companies), math.fsum(w for row in weights.values() for w in row)
    return [
        {
            "reason": reason,
            "description": description,
            "company_count": counts[reason],
            "company_share": round(counts[reason] / total, 6) if total else None,
            "weight": math.fsum(weights[reason]),
            "weight_share": round(math.fsum(weights[reason]) / whole, 6) if whole else None,
        }
        for reason, description in REASONS.items()
    ]


def lines(coverage: FrameCoverage) -> Iterator[str]:
    """The report: the release, a line per reason, how names were matched, what was set aside."""
    total = len(coverage.companies)
    whole = math.fsum(covered.company.weight for covered in coverage.companies)
    yield f"{total:,} companies, weight {whole:,.10g}; release {coverage.release_id}"
    if coverage.notice:
        yield coverage.notice
    yield f"{'reason':<22}{'companies':>10}{'share':>8}{'weight':>16}{'share':>8}"
    for row in shares(coverage):
        yield (
            f"{row['reason']:<22}{row['company_count']:>10,}{_percent(row['company_share']):>8}"
            f"{row['weight']:>16,.10g}{_percent(row['weight_share']):>8}  {row['description']}"
        )
    rules = Counter(covered.matched_by for covered in coverage.companies)
    for rule, description in RULES.items():
        yield f"matched by {rule}: {rules[rule]:,} ({description})"
    if coverage.frame.set_aside:
        yield f"set aside: {len(coverage.frame.set_aside):,} rows of the frame"
    yield from coverage.frame.set_aside


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def as_csv(coverage: FrameCoverage) -> str:
    """One row per company of the frame, in its order; text that would run in a spreadsheet is
    marked."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for covered in coverage.companies:
        writer.writerow(map(plain_text.cell, covered.cells()))
    return out.getvalue()


def as_json(coverage: FrameCoverage) -> str:
    """The coverage as one JSON object."""
    companies = [
        {**dict(zip(COLUMNS, covered.cells(), strict=True)), "boards": list(covered.boards)}
        for covered in coverage.companies
    ]
    whole = {
        "release_id": coverage.release_id,
        "as_of_date": coverage.night,
        "notice": coverage.notice,
        "matching": RULES,
        "reasons": shares(coverage),
        "companies": companies,
        "set_aside": list(coverage.frame.set_aside),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
