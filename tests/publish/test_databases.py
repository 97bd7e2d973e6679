"""Databases of publishing keep to the memory they are given, and leave nothing behind."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from orchestration.environment import size_in_bytes
from orchestration.publish import databases
from orchestration.settings import Settings

SORT = "create table sorted as select md5(range::varchar) as key from range(4_000_000) order by key"


@pytest.mark.parametrize("text", ["8GB", "1.5 gib", "300MB", "12 MiB", "0.5TB", "70000KiB"])
def test_a_size_is_what_duckdb_reads_in_it(text: str) -> None:
    with duckdb.connect() as db:
        (expected,) = db.execute("select parse_formatted_bytes(?)", [text]).fetchall()[0]

    assert size_in_bytes(text) == expected


def test_the_default_is_seven_tenths_of_the_machine_in_as_many_shares() -> None:
    settings = Settings(Path("home"), "")

    whole, third = size_in_bytes(settings.memory_limit), settings.share_of_memory(3)

    assert size_in_bytes(third) == pytest.approx(whole / 3, abs=2**20)


def test_what_does_not_fit_goes_to_a_folder_of_its_own_which_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_MEMORY", "200MiB")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with closing(databases.connect(threads=1)) as one, closing(databases.connect()) as other:
        one.execute(SORT)
        spilled = [path.name for path in tmp_path.iterdir()]
        (limit,) = other.execute("select current_setting('memory_limit')").fetchall()[0]
        (ours, theirs) = (
            db.execute("select current_setting('temp_directory')").fetchall()[0][0]
            for db in (one, other)
        )

    assert limit == "100.0 MiB"
    assert spilled == [Path(ours).name]
    assert ours != theirs
    assert not list(tmp_path.iterdir())


def test_a_process_stays_near_its_limit(tmp_path: Path) -> None:
    # Not `ru_maxrss`: a new process begins with that of the one that started it.
    program = f"""
from pathlib import Path
from orchestration.publish import databases
def peak():
    return int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
with databases.connect(threads=1) as db:
    before = peak()
    db.execute({SORT!r})
print(peak() - before)
"""

    def grown(memory: str) -> int:
        environment = {"HIRING_LEDGER_MEMORY": memory, "TMPDIR": str(tmp_path)}
        run = subprocess.run(
            [sys.executable, "-c", program],
            env={**environment, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        )
        return int(run.stdout.split()[-1]) * 2**10

    limited, free = grown("200MiB"), grown("4GiB")

    assert limited < 200 * 2**20 < free


def test_a_query_of_another_thread_can_be_ended() -> None:
    endless = "select count(*) from range(10_000_000_000) as a, range(10_000_000_000) as b"

    with closing(databases.connect()) as db, ThreadPoolExecutor(2) as beside:
        closed = databases.cursor(db)
        closed.close()
        running = [
            beside.submit(connection.execute, endless)
            for connection in (databases.cursor(db), databases.cursor(db))
        ]
        while not all(query.done() for query in running):
            databases.interrupt()
            wait(running, timeout=0.05)

    for query in running:
        with pytest.raises(duckdb.InterruptException):
            query.result()
