"""What figures and publishing cost at any size: what a night understood, several times over.

`python -m benchmarks.copies --home HOME --recording DIR --night DATE [--copies 1 3 12]` takes a
data directory that `hiring-ledger refresh` has built, repeats what it understood (listings, places,
technologies and so on) under ids of its own for each copy, and lets `refresh` build and publish
everything that follows. So texts are read once, and each copy has companies, roles and listings of
its own, as a larger market has; technologies and places are the same. Seconds of tables are from
the first table after the listings to the last, those of publishing from there to the release. Not
here: crawling and reading texts (`scale`, `text_stage`).
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import duckdb

from benchmarks.nights import run
from benchmarks.scale import UNDERSTOOD
from orchestration.warehouse.dbt_project import Project

SHARED = frozenset({"line_id", "technology_id", "edition_id", "release_id", "rules_id"})
"""Ids of what copies have in common: lines of texts, technologies and editions of the ledger."""
LAYERS = ("intermediate", "core")


def after_listings(project: Project) -> list[str]:
    """The tables that follow from the listings, parents first."""
    after: set[str] = set()
    for table in project.in_order:
        parents = project.parents(table)
        if table not in UNDERSTOOD and ("core/fct_listings" in parents or after & {*parents}):
            after.add(table)
    return [table for table in project.in_order if table in after]


def repeated(project: Project, after: list[str]) -> list[str]:
    """The tables that are repeated: those that the others read, and the published ones."""
    read = {parent for table in after for parent in project.parents(table)}
    wanted = {*read, *project.published}.difference(after, ["core/dim_technologies"])
    return [t for t in project.in_order if t in wanted and t.split("/")[0] in LAYERS]


def repeat(home: Path, to: Path, copies: int, project: Project) -> None:
    """Make a data directory whose understood tables are those of `home`, so many times over."""
    shutil.copytree(home / "raw", to / "raw")
    for name in ("origin.json", "warehouse.duckdb"):
        shutil.copyfile(home / name, to / name)
    after = after_listings(project)
    with closing(duckdb.connect(config={"threads": 2, "memory_limit": "4GB"})) as db:
        db.execute("set TimeZone = 'UTC'")
        path = str(to / "warehouse.duckdb").replace("'", "''")
        db.execute(f"attach '{path}' as warehouse (row_group_size 20480)")
        for table in repeated(project, after):
            name = f"warehouse.{table.replace('/', '.')}"
            columns = [row[0] for row in db.execute(f"describe from {name}").fetchall()]
            own = {c for c in columns if c.endswith("_id") and c not in SHARED}
            if not own:
                continue
            shown = ", ".join(
                f"own.{c} || 'x' || copies.number as {c}" if c in own else f'own."{c}"'
                for c in columns
            )
            db.execute(f"create temp table own as from {name}")
            db.execute(
                f"insert into {name} select {shown} from range(1, {copies}) as copies (number), own"
            )
            db.execute("drop table own")
        # What has no result is built.
        db.execute(
            "delete from warehouse.validation.results where table_name in (select unnest(?))",
            [after],
        )


def seconds(home: Path, project: Project) -> tuple[float, float]:
    """Seconds of the tables after the listings, and of publishing them."""
    with closing(duckdb.connect(str(home / "warehouse.duckdb"), read_only=True)) as db:
        first, last = db.execute(
            "select min(epoch(validated_at) - seconds), max(epoch(validated_at)) "
            "from validation.results where table_name in (select unnest(?))",
            [after_listings(project)],
        ).fetchall()[0]
    return last - first, (home / "current").lstat().st_mtime - last


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--home", type=Path, required=True, help="a data directory of one night")
    parser.add_argument("--recording", type=Path, required=True, help="what it was crawled from")
    parser.add_argument("--night", required=True)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 3, 12])
    parsed = parser.parse_args()
    project = Project.load()
    print(f"{'copies':>6s} {'tables s':>9s} {'publishing s':>13s} {'CPU s':>7s} {'GiB':>6s}")
    for copies in parsed.copies:
        with tempfile.TemporaryDirectory(prefix="copies-") as folder:
            home = Path(folder)
            repeat(parsed.home, home, copies, project)
            _, cpu, memory, _ = run(
                "refresh", "--recording", str(parsed.recording.absolute()),
                "--night", parsed.night, "--home", str(home),
                **{k: v for k, v in os.environ.items() if k.startswith("HIRING_LEDGER_MEM")},
            )  # fmt: skip
            tables, publishing = seconds(home, project)
            print(f"{copies:6d} {tables:9.1f} {publishing:13.1f} {cpu:7.0f} {memory:6.1f}")


if __name__ == "__main__":
    main()
