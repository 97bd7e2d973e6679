"""One query of a stranger on the database of a release, in a process of its own.

The process reads the database and nothing else: no file, network, extension or setting, and only a
single SELECT. It is stopped after `SECONDS`, whatever the query does, and has bounded memory. Text
is cut, and rows beyond the limit are left out and said so. Not here: queries of our own.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb

SECONDS = 10
MEMORY = 512 * 2**20
"""For DuckDB; the process may have `_ADDRESS_SPACE`, where threads and libraries count too."""
ROWS = 200
_ADDRESS_SPACE = 6 * 2**30
_CELL = 2_000
_ANSWER = 200_000
"""Characters of an answer."""


def run(database: Path, sql: str, limit: int = ROWS) -> dict[str, Any]:
    """The answer to a query: `columns`, `rows` as lists, and `is_cut` where there are more rows.

    Raises ValueError with the reason if the query is refused, fails or takes too long.
    """
    try:
        sql.encode()
    except UnicodeError as error:
        raise ValueError("the query is no valid text") from error
    try:
        ran = subprocess.run(
            [sys.executable, "-I", __file__],
            input=json.dumps([str(database), sql, max(1, min(limit, ROWS))]),
            env={},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"the query took more than {SECONDS} seconds and was stopped") from error
    try:
        answer: dict[str, Any] = json.loads(ran.stdout)
    except ValueError as error:
        raise ValueError("the query needs more memory or depth than it may have") from error
    if "error" in answer:
        raise ValueError(answer["error"])
    return answer


def connect(database: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads one database, and no other file or setting."""
    db = duckdb.connect(str(database), read_only=True, config={"threads": 2})
    for setting in (
        f"memory_limit = '{MEMORY // 2**20}MiB'",
        "temp_directory = ''",
        "python_enable_replacements = false",
        "autoload_known_extensions = false",
        "autoinstall_known_extensions = false",
        "allow_community_extensions = false",
        "enable_external_access = false",
        "lock_configuration = true",  # the last one: nothing changes after it
    ):
        db.execute(f"set {setting}")
    return db


def _answer(database: str, sql: str, limit: int) -> dict[str, Any]:
    with connect(Path(database)) as db:
        statements = db.extract_statements(sql)
        kinds = [statement.type for statement in statements]
        if kinds != [duckdb.StatementType.SELECT]:
            raise ValueError("only a single SELECT is answered")
        found = db.execute(statements[0])
        columns = [column[0] for column in found.description or []]
        rows = found.fetchmany(limit + 1)
    shown: list[list[Any]] = []
    length = 0
    for row in rows[:limit]:
        cells = [_shown(cell) for cell in row]
        length += len(json.dumps(cells))
        if length > _ANSWER:
            break
        shown.append(cells)
    return {"columns": columns, "rows": shown, "is_cut": len(shown) < len(rows)}


def _shown(cell: object) -> Any:
    """A value as JSON has it; other types as text, and text cut."""
    if cell is None or isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return cell if abs(cell) < float("inf") else str(cell)  # NaN is not less, either
    text = cell if isinstance(cell, str) else json.dumps(cell, default=str, ensure_ascii=False)
    text = text if isinstance(cell, str | list | dict | tuple) else str(cell)
    return text if len(text) <= _CELL else f"{text[:_CELL]}… ({len(text):,} characters)"


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        answer = _answer(*json.load(sys.stdin))
    except (duckdb.Error, ValueError, RuntimeError, MemoryError, RecursionError) as error:
        reason = " ".join(str(error).split())[:500] or type(error).__name__
        answer = {"error": reason}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _main()
