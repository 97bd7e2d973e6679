"""How a release compares with files of others: `python -m benchmarks.external --home HOME
[--lca FILE] [--hiring-lab FILE]...`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from benchmarks.external import hiring_lab, lca


def main(arguments: Sequence[str] | None = None) -> None:
    """Print how the current release of a data directory compares with the given files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.external", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="data directory")
    parser.add_argument("--lca", type=Path, help="CSV of LCA disclosure data")
    parser.add_argument(
        "--hiring-lab", type=Path, action="append", default=[], help="CSV of a tracker; repeat it"
    )
    given = parser.parse_args(arguments)
    with duckdb.connect() as db:
        path = str(given.home / "current" / "marts.duckdb").replace("'", "''")
        db.execute(f"attach '{path}' as release (read_only)")
        if given.lca:
            print("\n".join(lca_lines(lca.compare(db, given.lca))))
        for file in given.hiring_lab:
            print("\n".join(tracker_lines(file.name, *hiring_lab.compare(db, file))))


def lca_lines(found: lca.Comparison) -> Iterator[str]:
    """The lines of a comparison with LCA."""
    yield "Advertised beside certified pay (LCA), United States, company and title"
    yield (
        f"  {found.pair_count:,} pairs of {found.company_count:,} companies: "
        f"{found.listing_count:,} listings, {found.filing_count:,} filings"
    )
    yield f"  correlation of logarithms {_number(found.log_correlation)}, of ranks " + _number(
        found.rank_correlation
    )
    if found.median_difference_share is None:
        return
    yield (
        f"  advertised relative to certified: median {found.median_difference_share:+.1%}, "
        f"quartiles {found.p25_difference_share:+.1%} to {found.p75_difference_share:+.1%}"
    )
    yield "  largest differences (listings, filings):"
    for company, title, listings, filings, advertised, certified, share in found.pairs:
        yield (
            f"    {company}, {title}: ${advertised:,.0f} ({listings}), "
            f"${certified:,.0f} ({filings}), {share:+.1%}"
        )


def tracker_lines(name: str, column: str, countries: list[hiring_lab.Country]) -> Iterator[str]:
    """The lines of a comparison with a tracker."""
    yield f"{name}: {column}, {len(countries)} countries in both"
    yield f"  correlation over countries {_number(hiring_lab.correlation(countries))}"
    for row in countries:
        alone = (
            f" (remote alone {row.remote_only_share:.1%})"
            if row.remote_only_share is not None
            else ""
        )
        yield (
            f"  {row.country_code} {row.date}: ours {row.share:.1%}{alone}, "
            f"n {row.with_text_count:,}; theirs {row.their_share:.1%}; "
            f"{100 * row.difference:+.1f} points"
        )


def _number(value: float | None) -> str:
    return "not computed" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
