"""How well each alias of a technology is known to be right: spans that count, read, and right.

`python -m benchmarks.quality --real DIR --work WORK; python -m benchmarks.aliases --work WORK`
lists the aliases with spans that count of which fewer than 20 were read (`labelled/spans.csv`) or
fewer than 95 % are right, those with most spans first. Such an alias is mended, needs a neighbour
(match `beside` or `list_only`), or is read. `names` counts all its occurrences in lines, so that an
alias that never counts shows, too.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.quality.technology import SPAN_KEY, labels

LEAST_READ = 20
LEAST_RIGHT = 0.95
SPANS = f"""
    with lines as (
        select
            line_id,
            any_value(line_text) as line_text,
            min(board) as board
        from intermediate.int_text__lines
        inner join staging.stg_listings using (text_id)
        where ats not in ('labelled', 'case') and not regexp_matches(board, '^(hidden_|case\\d)')
        group by line_id
    ),

    names as (
        select alias as name, count(*) as name_count
        from intermediate.int_technologies__line_names
        inner join lines using (line_id)
        group by name
    ),

    spans as (
        select distinct
            evidence.technology_id,
            evidence.alias as name,
            lines.board,
            {SPAN_KEY} as span_key
        from intermediate.int_technologies__mentions as evidence
        inner join lines using (line_id)
        where evidence.is_counted
    )

    select
        aliases.technology_id,
        aliases.alias,
        aliases.match,
        (
            select coalesce(sum(names.name_count), 0) from names
            where lower(names.name) = lower(aliases.alias)
                and (aliases.match = 'any_case' or names.name = aliases.alias)
        ) as name_count,
        count(spans.span_key) as span_count,
        count(distinct spans.board) as board_count,
        count(read.is_right) as read_count,
        count(*) filter (where read.is_right) as right_count
    from seeds.technology_aliases as aliases
    left join spans
        on aliases.technology_id = spans.technology_id
        and lower(aliases.alias) = lower(spans.name)
        and (aliases.match = 'any_case' or aliases.alias = spans.name)
    left join read on spans.span_key = read.span_key
    group by aliases.technology_id, aliases.alias, aliases.match
    order by span_count desc, name_count desc, aliases.technology_id, aliases.alias
"""


@dataclass(frozen=True, slots=True)
class Alias:
    """One alias with the spans that count by it."""

    technology_id: str
    alias: str
    match: str
    names: int
    spans: int
    boards: int
    read: int
    right: int

    @property
    def is_known(self) -> bool:
        """Whether enough spans were read, all where there are few, and are right."""
        read_enough = self.read >= min(LEAST_READ, self.spans)
        return read_enough and self.right >= LEAST_RIGHT * self.read


def aliases(warehouse: duckdb.DuckDBPyConnection) -> Iterator[Alias]:
    """All aliases, those with most spans that count first."""
    rows = [(row["span_key"], row["verdict"] == "right") for row in labels("spans")]
    warehouse.execute("create temp table read (span_key varchar, is_right boolean)")
    warehouse.executemany("insert into read values (?, ?)", rows)
    for row in warehouse.execute(SPANS).fetchall():
        yield Alias(*row)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--work", type=Path, required=True, help="of benchmarks.quality")
    parser.add_argument("--match", nargs="*", help="only aliases with this match, such as beside")
    parsed = parser.parse_args()
    with duckdb.connect(str(parsed.work / "home" / "warehouse.duckdb"), read_only=True) as db:
        rows = [row for row in aliases(db) if not parsed.match or row.match in parsed.match]
    print(f"{'technology':22s} {'alias':28s} {'match':10s} names spans boards read right")
    for row in rows:
        if row.spans and not row.is_known:
            line = f"{row.technology_id:22s} {row.alias:28s} {row.match:10s} {row.names:5d}"
            print(f"{line} {row.spans:5d} {row.boards:6d} {row.read:4d} {row.right:5d}")
    known = sum(row.is_known for row in rows if row.spans)
    print(f"{known} of {sum(row.spans > 0 for row in rows)} aliases with spans are known")


if __name__ == "__main__":
    main()
