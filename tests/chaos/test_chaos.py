"""A simulated week under a hundred random stops: whatever the moment, the next run takes over, and
nothing half-made is ever seen. `make chaos` runs it; it takes too long for the fast suite.

Each of seven nights is stopped at random steps, and at random times between them, with SIGKILL,
SIGTERM or SIGINT; each run also has to recover from the stop before it. Then the night is let
through, and its prune and its backup are stopped and let through as well. After every stop the
current release opens and is whole. At the end every release and every raw night equals, byte for
byte, that of a directory that nobody disturbed, and so does what its copy gives back.

`CHAOS_STOPS`, `CHAOS_NIGHTS` and `CHAOS_SEED` choose another week.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from orchestration.operation.backup import restore
from orchestration.operation.verify import DAMAGE, verify
from orchestration.settings import Settings
from orchestration.simulator import simulate
from orchestration.storage import atomic, release_manifest
from tests.chaos import killed, steps
from tests.pipeline.test_same_bytes import contents, different

pytestmark = pytest.mark.chaos
STOPS = int(os.environ.get("CHAOS_STOPS", "100"))
NIGHT_COUNT = int(os.environ.get("CHAOS_NIGHTS", "7"))
SEED = int(os.environ.get("CHAOS_SEED", "1"))
FIRST = date(2026, 11, 8)
COMPACTED_ON = 3
"""The number of the night on which a third of the month is over, after three nights of it."""
LISTINGS, TURNOVER = 120, 8
ENDS_WITH = {"SIGKILL": (-9,), "SIGTERM": (143, -15), "SIGINT": (130, 1, -2)}
"""A signal by time may come before the command has set its handlers."""
BY_TIME = 0.3
"""The share of stops by time."""
LONGEST = 900
VARIABLES = {"HIRING_LEDGER_KEEP_PAYLOAD_DAYS": "1", "HIRING_LEDGER_KEEP_RELEASES": "3"}
PROCESSES = multiprocessing.get_context("forkserver")  # the imports are paid for once
PROCESSES.set_forkserver_preload(["dbt.cli.main", "great_expectations", "dagster"])


class Stop(NamedTuple):
    """A step or, if there is none, a time in seconds after the start; and a signal."""

    step: str | None
    seconds: float
    name: str


class Run(NamedTuple):
    exit_code: int
    output: str
    ended: float


class Week:
    """Two data directories with the same nights: `home` is stopped, `calm` is not."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home, self.calm = folder, folder / "home", folder / "calm"
        self.draw = random.Random(SEED)
        self.count = 0
        self.late = 0

    def recording(self, number: int) -> Path:
        """The answers of a night; every folder has the same name, so all are one data source."""
        folder = self.folder / str(number) / "market"
        if not folder.exists():
            night = FIRST + timedelta(days=number)
            simulate(folder, LISTINGS, first=number * TURNOVER, night=night)
        return folder

    def command(self, home: Path, words: list[str], stop: Stop | None = None) -> Run:
        """One run of the command in a process of its own."""
        output = self.folder / "output"
        step, name = (stop.step, stop.name) if stop else (None, "")
        arguments = [*words, "--home", str(home)]
        process = PROCESSES.Process(target=killed.run, args=(arguments, output, step, name))
        process.start()
        timer = None
        if stop and step is None:
            number = signal.Signals[name]
            timer = threading.Timer(stop.seconds, lambda: os.kill(process.pid or 0, number))
            timer.start()
        process.join(LONGEST)
        if timer:
            timer.cancel()
        assert process.exitcode is not None, f"hangs: {output.read_text('utf-8')}"
        return Run(process.exitcode, output.read_text("utf-8"), time.time())

    def through(self, home: Path, words: list[str]) -> str:
        run = self.command(home, words)
        assert run.exit_code == 0, f"{words}\n{run.output}"
        return run.output

    def stopped(self, words: list[str], stop: Stop) -> bool:
        """Stop a run; whether it was stopped, and had not ended before."""
        before = self._current()
        started = time.time()
        run = self.command(self.home, words, stop)
        details = f"{self.count + 1} {words[0]} {stop}\n{run.output}"
        if run.exit_code == 0 and killed.REACHED not in run.output:
            self.late += 1  # the work was done before the moment came
            return False
        assert run.exit_code in ENDS_WITH[stop.name], details
        took = 0.0
        if stop.step:
            took = run.ended - float(run.output.split(killed.REACHED)[1].split()[0])
            assert took < 15, f"took {took:.1f} s to end: {details}"
        if stop.name != "SIGKILL" and "hiring-ledger: interrupted; " in run.output:
            last = run.output.strip().splitlines()[-1]
            assert ("nothing was published" in last) == (self._current() == before), details
        self.count += 1
        self.require_whole(details)
        sys.stderr.write(
            f"{self.count:3d} {stop.name:7s} {time.time() - started:5.0f} s  "
            f"current {self._current()}  {words[0]} {stop.step or f'{stop.seconds:.1f} s'}\n"
        )
        return True

    def _current(self) -> str | None:
        current = self.home / "current"
        return current.resolve().name if current.exists() else None

    def require_whole(self, details: str) -> None:
        """The lock is free; a release, if there is one, is whole and opens; no file is damaged."""
        with atomic.exclusive_lock(self.home / "refresh.lock", "refresh"):
            damaged = [f for f in verify(Settings(self.home, "")) if f.kind == DAMAGE]
        # A night that is in the middle of being replaced is put in place by the next run.
        assert list(self.home.glob("raw/*/.*.old")) or not damaged, f"{damaged}\n{details}"
        if self._current():
            assert release_manifest.find_release_damage(self.home / "current") is None, details
            marts = str(self.home / "current" / "marts.duckdb")
            with duckdb.connect(marts, read_only=True) as db:
                assert db.execute("select count(*) from mart_totals_by_night").fetchone() == (1,)

    def night(self, number: int) -> list[str]:
        night = (FIRST + timedelta(days=number)).isoformat()
        return ["refresh", "--recording", str(self.recording(number)), "--night", night]


def plan(draw: random.Random, number: int, stops: int, seconds: float) -> list[Stop]:
    """Random steps of a night in their order, with random times between them. A run that is
    stopped by time gets a third of a night at most, so that the steps are still reached. Nights are
    compacted before anything is crawled, so those steps come first."""
    reached = [s for s in steps.NIGHT if number == 0 or not s.endswith(steps.FIRST_ONLY)]
    by_time = round(stops * BY_TIME)
    chosen = sorted(draw.sample(range(len(reached)), min(stops - by_time, len(reached))))
    found = [Stop(reached[at], 0.0, draw.choice(list(ENDS_WITH))) for at in chosen]
    if number == COMPACTED_ON:
        made = range(1, len(steps.COMPACTION))  # before the first, a copy is there
        first = [steps.COMPACTION[at] for at in sorted(draw.sample(made, min(2, len(found))))]
        found = [Stop(step, 0.0, "SIGKILL") for step in first] + found[len(first) :]
    for _ in range(stops - len(found)):
        when = draw.uniform(0.0, seconds / 3)
        stop = Stop(None, when, draw.choice(["SIGKILL", "SIGKILL", "SIGTERM"]))
        found.insert(draw.randint(2 * (number == COMPACTED_ON), len(found)), stop)
    return found


def test_a_week_under_a_hundred_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [v for v in os.environ if v.startswith(("DAGSTER", "HIRING"))]:
        monkeypatch.delenv(variable)
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)
    week = Week(tmp_path)
    copy = tmp_path / "copy"
    backup, prune = ["backup", str(copy)], ["prune"]
    for number in range(NIGHT_COUNT):
        started = time.monotonic()
        week.through(week.calm, week.night(number))
        seconds = time.monotonic() - started
        week.through(week.calm, prune)
        share = (STOPS - week.count) // (NIGHT_COUNT - number)
        others = 2 if number else 1
        for stop in plan(week.draw, number, max(1, share - others), seconds):
            week.stopped(week.night(number), stop)
        week.through(week.home, week.night(number))
        if number:  # the first night has no older one
            week.stopped(prune, Stop(week.draw.choice(steps.PRUNE), 0.0, "SIGKILL"))
        week.through(week.home, prune)
        week.stopped(backup, Stop(week.draw.choice(steps.BACKUP), 0.0, "SIGKILL"))
        week.through(week.home, backup)
        assert different(contents(week.home / "current"), contents(week.calm / "current")) == []
    while week.count < STOPS:  # in place of moments that came too late: all tables once more
        (week.home / "warehouse.duckdb").unlink(missing_ok=True)
        shutil.rmtree(
            week.home / "raw" / "cities", ignore_errors=True
        )  # else there would be nothing to do
        when = week.draw.uniform(0.0, seconds / 2)
        week.stopped(week.night(NIGHT_COUNT - 1), Stop(None, when, "SIGKILL"))
    week.through(week.home, week.night(NIGHT_COUNT - 1))
    for part in ("raw", "compacted", "releases"):
        assert different(contents(week.home / part), contents(week.calm / part)) == [], part
    assert not list(week.home.glob("releases/.*"))
    assert not list(week.home.glob("raw/*/.*"))
    assert [f.line for f in verify(Settings(week.home, "")) if f.kind == DAMAGE] == []

    again = Settings(tmp_path / "again" / "home", "")
    again.home.parent.mkdir()
    restore(again, copy, None)
    week.through(again.home, week.night(NIGHT_COUNT - 1))
    assert different(contents(again.home / "current"), contents(week.calm / "current")) == []
    sys.stderr.write(f"{week.count} stops; {week.late} moments came after the run had ended\n")
