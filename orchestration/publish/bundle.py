"""A figure bundle: a folder that recomputes one figure with DuckDB alone, without this project.

It holds the members as Parquet, the SQL, the passport and checksums.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

from orchestration import plain_text
from orchestration.plain_text import sql_literal
from orchestration.publish import figure, figure_lines, figure_sql, release_folder
from orchestration.publish.figure import Passport
from orchestration.publish.report import counted
from orchestration.settings import Settings
from orchestration.storage import atomic

MEMBERS, SQL, PASSPORT, README = "members.parquet", "figure.sql", "passport.json", "README.md"
SUMS = "SHA256SUMS"
_README = """# {figure_id}

{definition}

| | |
|---|---|
| Value | {value} |
| Interval | {interval} |
| n | {unit_count} at {companies} |
| Status | {status} |
| Night, release | {as_of_date}, {release_id} |

`members.parquet` has one row per listing behind the figure, with its link. To compute the figure
again you need only DuckDB 1.1 or later. Run in this folder:

```sh
sha256sum -c SHA256SUMS
duckdb < figure.sql
```

The result has the value, the sample and the interval; `passport.json` has what was published.
{notice}"""


def write(settings: Settings, figure_id: str, out: Path) -> Path:
    """Write the bundle of a figure of the current release; its folder.

    ValueError if there is no such figure, it has no value, or the folder exists.
    """
    release = release_folder.current(settings)
    passport = figure.of_release(release, figure_id)
    if passport.figure["value"] is None:
        raise ValueError(
            f"{plain_text.line(figure_id)} is suppressed: {passport.figure['status_reason']}"
        )
    if out.exists():
        raise ValueError(f"{out} exists already")
    aside = out.with_name(f".{out.name}.next")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _fill(passport, release / release_folder.DATABASE, aside)
    atomic.publish_directory(aside, out)
    return out


def _fill(passport: Passport, marts: Path, folder: Path) -> None:
    file = sql_literal(str(folder / MEMBERS))
    with duckdb.connect(str(marts), read_only=True) as db:
        db.execute(f"copy ({passport.members_sql}) to {file} (format parquet, compression zstd)")
    sql = figure_sql.query(passport.figure, f"from {sql_literal(MEMBERS)}")
    (folder / SQL).write_text(f"{sql};\n", "utf-8")
    facts = json.loads(passport.as_json())
    del facts["members"]
    (folder / PASSPORT).write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
    (folder / README).write_text(_readme(passport), "utf-8")
    sums = [
        f"{atomic.sha256(folder / name)}  {name}\n" for name in (README, SQL, MEMBERS, PASSPORT)
    ]
    (folder / SUMS).write_text("".join(sums), "utf-8")


def _readme(passport: Passport) -> str:
    row = passport.figure
    return plain_text.block(
        _README.format(
            **{name: row[name] for name in ("figure_id", "as_of_date")},
            status=figure_lines.status(row),
            definition=passport.definition,
            value=figure_lines.value(row),
            interval=figure_lines.interval(row),
            unit_count=f"{row['unit_count']:,}",
            companies=counted.companies(row["company_count"]),
            release_id=passport.release_id,
            notice=f"\n{passport.notice}\n" if passport.notice else "",
        )
    )
