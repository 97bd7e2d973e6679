"""The figures of the reference report in a market that has them: the report's, ours, the rest.

`python -m benchmarks.report_figures [--listings N] [--keep DIR]` simulates a market that has the
figures of the seed `report_figures`, crawls and builds it as a night, and prints each figure by
method `report`, and how many listings of its groups are not those of the ground truth. Ends with
exit code 1 if a figure or a group differs. With fewer listings than the report's, counts are in
proportion.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.nights import run
from orchestration.settings import DBT_PROJECT
from orchestration.simulator import NAMED, targets

SEEDS = DBT_PROJECT / "seeds"
NIGHT = "2026-11-02"
MEASURES = {
    ("value", "mean_salary_usd"): "mean_usd",
    ("value", "median_salary_usd"): "median_usd",
    ("difference", "mean_salary_usd"): "mean_difference_usd",
    ("ratio_minus_1", "mean_salary_usd"): "mean_ratio_minus_1",
    ("ratio_minus_1", "with_salary_count"): "count_ratio_minus_1",
}
"""The simulator's name of a measure, by operation and measure, where it is not the same."""
FREE = ("ats_count",)
"""Figures that the simulator does not fit: it has a board of every source."""


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_targets(path: Path) -> None:
    """The figures of the seed as the simulator reads them."""
    names = {name.lower(): name for name in NAMED}
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("figure", "segment", "measure", "value", "n", "rounding"))
        for row in seed("report_figures"):
            measure = MEASURES.get((row["operation"], row["measure"]), row["measure"])
            segment = row["segment_a_id"]
            if segment.startswith("company="):
                segment = f"company={names[segment.removeprefix('company=')]}"
            if measure in ("mean_usd", "median_usd"):
                segment += " & has_salary"
            if row["segment_b_id"]:
                sign = " - " if row["operation"] == "difference" else " / "
                segment += sign + row["segment_b_id"]
            value = row["report_value"], row["report_n"], row["rounding"]
            rows.writerow((row["report_figure_id"], segment, measure, *value))


def predicate(segment: str) -> str:
    """The listings of a segment, as a condition on the rows of the ground truth."""
    return " and ".join(_term(term) for term in segment.split(" & "))


def _term(term: str) -> str:
    name, _, key = term.partition("=")
    literal = "'" + key.replace("'", "''") + "'"
    if term == "index":
        return "true"
    if name == "seniority>":
        return "seniority in ('senior', 'staff', 'principal', 'lead')"
    if name == "family":
        members = [t["technology_id"] for t in seed("technologies") if t["family"] == key]
        return f"list_has_any(technologies, {members})"
    if name == "segment":
        members = [f"{m['dimension']}={m['key']}" for m in seed("segment_members")
                   if m["segment"] == key]  # fmt: skip
        return f"({' or '.join(_term(member) for member in members)})"
    return {
        "industry": f"list_contains(company_industries, {literal})",
        "technology": f"list_contains(technologies, {literal})",
        "company": f"lower(company) = {literal}",
        "company_size": f"company_size_band = {literal}",
        "workplace": f"workplace = {literal}",
    }[name]


def wrong_members(db: duckdb.DuckDBPyConnection, truth: Path) -> dict[str, int]:
    """Listings that are in a segment and not in the ground truth, or the reverse, by segment."""
    rows = seed("report_figures")
    segments = {row[f"segment_{side}_id"] for row in rows for side in "ab"} - {""}
    found = {}
    for segment in sorted(segments):
        row = db.execute(
            "with truth as (select concat_ws(':', ats, board, native_id) as listing_id "
            f"from read_parquet($truth) where is_software and {predicate(segment)}), "
            "members as (select listing_id from core.fct_segment_listings "
            "where segment_id = $segment) "
            "select (select count(*) from (from truth except from members)) "
            "+ (select count(*) from (from members except from truth))",
            {"truth": str(truth), "segment": segment},
        ).fetchone()
        found[segment] = int(row[0]) if row else 0
    return found


def compare(release: Path, recording: Path, given: Path, listings: int) -> int:
    """Print the figures and the groups; how many differ."""
    wanted = {target.figure: target for target in targets.read(given, listings)}
    differing = 0
    print(f"{'figure':6} {'group':58} {'report':>12} {'ours':>12} {'difference':>11}  n")
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as db:
        rows = db.execute(
            "select report_figure_id, segment_a_id, coalesce(segment_b_id, ''), operation, "
            "measure, figure_value, listing_count, with_salary_count "
            "from mart_figures_by_report_line"
        ).fetchall()
        order = [row["report_figure_id"] for row in seed("report_figures")]
        for figure, a, b, operation, measure, value, count, paid in sorted(
            rows, key=lambda row: order.index(row[0])
        ):
            target = wanted[figure]
            sample = paid if "salary" in measure else count
            is_met = value is not None and target.met_by(value)
            is_met &= target.n in (None, sample)
            note = "" if is_met else "  free" if measure in FREE else "  DIFFERS"
            differing += note == "  DIFFERS"
            group = f"{a}{' − ' if operation == 'difference' else ' / ' if b else ''}{b} {measure}"
            print(
                f"{figure:6} {group:58.58} {target.value:12,.2f} {value or 0:12,.2f} "
                f"{(value or 0) - target.value:11,.2f}  {sample:,}{note}"
            )
        _print_others(db)
        wrong = wrong_members(db, recording / "truth.parquet")
    print(f"{len(wrong)} groups, {sum(wrong.values())} listings wrongly in or out: ", end="")
    print({segment: count for segment, count in wrong.items() if count} or "none")
    return differing + sum(count > 0 for count in wrong.values())


def _print_others(db: duckdb.DuckDBPyConnection) -> None:
    """The figures that the report gives without a number or only by rounding another one."""
    high, high_low, companies, others, other_companies, nights = (
        db.execute(
            "select count(*) filter (where annual_salary_usd >= 300000), "
            "count(*) filter (where annual_salary_min_usd >= 300000), "
            "count(distinct company_id) filter (where annual_salary_usd >= 300000), "
            "(select other_listing_count from mart_listings_by_vendor "
            "where vendor_company_id = 'openai'), "
            "(select other_company_count from mart_listings_by_vendor "
            "where vendor_company_id = 'openai'), "
            "(select count(*) from mart_editions_by_night) "
            "from core.fct_listings "
            "inner join core.fct_segment_listings as members using (listing_id) "
            "where members.segment_id = 'segment=ai_union'"
        ).fetchone()
        or ()
    )
    print(f"F2     {high} AI-related listings at {companies} companies: midpoint from $300,000 on")
    print(f"       {high_low} of them with the lower end; the report has no number")
    print(f"F18    {others} listings at {other_companies} other companies name one of OpenAI's")
    print("F25    1 − F4c\nF26    F5a and F9a in thousands")
    print(f"F27    needs earlier years; this directory has {nights} night(s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--listings", type=int, default=77_480)
    parser.add_argument("--keep", type=Path, help="work here and keep it; what is there is used")
    parsed = parser.parse_args()
    work = parsed.keep or Path(tempfile.mkdtemp(prefix="report-figures-"))
    work.mkdir(parents=True, exist_ok=True)
    given, recording, home = work / "figures.csv", work / "recording", work / "home"
    write_targets(given)
    if not (recording / "figures_met.csv").is_file():
        run("simulate", "--listings", str(parsed.listings), "--figures", str(given),
            "--night", NIGHT, "--out", str(recording))  # fmt: skip
    if not (home / "current").is_dir():
        run("refresh", "--recording", str(recording), "--night", NIGHT, "--home", str(home))
    sys.exit(bool(compare(home / "current", recording, given, parsed.listings)))


if __name__ == "__main__":
    main()
