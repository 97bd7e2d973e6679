"""One process per shard of a night: started, started again when it was killed, and stopped.

A process that was killed is started again, and crawls what its shard lacks. One that is killed each
time is lost, and only the boards that it has not crawled fail. An error in a process is an error of
the night, as it is in one process. Not here: what a process does (`partial_nights`).
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from orchestration.crawl.boards import Board
from orchestration.crawl.data_source import DataSource
from orchestration.crawl.night_crawl import NightCrawl, open_night_crawl
from orchestration.crawl.partial_nights import crawl_shard
from orchestration.crawl.shards import Shard, boards_by_shard, parse_shard
from orchestration.settings import Settings

PROGRESS = logging.getLogger("orchestration.progress")
STARTS = 3
"""How often a process is started in all."""


class ShardProcesses:
    """The processes of a night, by shard."""

    def __init__(self, sources: Iterable[str], crawl: NightCrawl) -> None:
        self._sources, self._crawl = sorted(sources), crawl
        self._environment = os.environ | crawl.settings.as_environment()
        self._running: dict[Shard, subprocess.Popen[str]] = {}
        self._ended: dict[Shard, Future[str | None]] = {}
        self._stopping = threading.Event()

    def start(self, shards: Sequence[Shard], pool: ThreadPoolExecutor) -> None:
        """Start a process for each shard."""
        self._ended = {shard: pool.submit(self._run, shard) for shard in shards}

    def wait(self, boards: Sequence[Board]) -> dict[Shard, str]:
        """Wait until the parts of a source are there or cannot come; the lost shards, with the
        reason. Raises RuntimeError when a process ended with an error."""
        lost = {}
        for shard in boards_by_shard(boards, len(self._ended)):
            part, ended = self._crawl.part(shard, boards[0].ats), self._ended[shard]
            while not part.exists() and not ended.done():
                time.sleep(0.1)
            if self._stopping.is_set():
                raise RuntimeError("the crawlers are being stopped")
            if not part.exists() and (reason := ended.result()):
                lost[shard] = reason
        return lost

    def stop(self) -> None:
        """End every process."""
        self._stopping.set()
        for process in list(self._running.values()):
            _end(process)

    def _run(self, shard: Shard) -> str | None:
        """Run a shard to its end; why it is lost, if it is."""
        code = 0
        for number in range(STARTS):
            code, error = self._run_once(shard)
            if code == 0 or self._stopping.is_set():
                return None
            if code > 0:
                raise RuntimeError(f"crawler of shard {shard}: {error or f'exit code {code}'}")
            PROGRESS.warning(
                "crawler of shard %s was ended by signal %d%s",
                *(shard, -code, ": it is started again" if number + 1 < STARTS else ""),
            )
        return f"its crawler was lost: ended by signal {-code} {STARTS} times"

    def _run_once(self, shard: Shard) -> tuple[int, str | None]:
        """The exit code of one process, and its error in one line."""
        error = None
        with subprocess.Popen(
            self._command(shard), env=self._environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as process:  # fmt: skip
            self._running[shard] = process
            if self._stopping.is_set():
                _end(process)
            assert process.stdout is not None
            for line in process.stdout:
                try:
                    record = json.loads(line)
                    level, message, facts = record["level"], record["message"], record["facts"]
                except (ValueError, KeyError, TypeError):
                    continue
                error = message if level >= logging.CRITICAL else error
                if level < logging.CRITICAL:
                    PROGRESS.log(level, "%s", message, extra={"facts": facts} if facts else None)
        return process.returncode, error

    def _command(self, shard: Shard) -> list[str]:
        source = self._crawl.data_source
        given = {
            "shard": str(shard), "sources": self._sources,
            "night": self._crawl.night.isoformat(),
            "kind": source.kind, "path": str(source.path) if source.path else None,
        }  # fmt: skip
        return [sys.executable, "-m", __name__, json.dumps(given)]


def _end(process: subprocess.Popen[str]) -> None:
    """By a signal, and by its input, since it ignores a signal that this process ignores."""
    with suppress(OSError):
        process.terminate()
    with suppress(OSError):
        assert process.stdin is not None
        process.stdin.close()


@contextmanager
def shard_processes(sources: Iterable[str], crawl: NightCrawl) -> Iterator[ShardProcesses]:
    """Processes that crawl some sources, each its shard of the boards. They end with the block, and
    also when this process ends, because their input is closed then."""
    processes, count = ShardProcesses(sources, crawl), crawl.settings.crawlers
    shards = [Shard(number + 1, count) for number in range(count)]
    with ThreadPoolExecutor(len(shards)) as pool:
        processes.start(shards, pool)
        try:
            yield processes
        finally:
            processes.stop()


class _Lines(logging.Handler):
    """Log records as lines of JSON on stdout, which the parent process logs again."""

    def emit(self, record: logging.LogRecord) -> None:
        facts = getattr(record, "facts", None)
        line = {"level": record.levelno, "message": record.getMessage(), "facts": facts}
        sys.stdout.write(json.dumps(line, default=str) + "\n")
        sys.stdout.flush()


def main(given: str) -> int:
    """Crawl one shard, as the parent process says; the exit code."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    logging.basicConfig(level=logging.WARNING, handlers=[_Lines()], force=True)
    PROGRESS.setLevel(logging.INFO)
    wanted = json.loads(given)
    night = date.fromisoformat(wanted["night"])
    source = DataSource(wanted["kind"], Path(wanted["path"]) if wanted["path"] else None)
    try:
        with open_night_crawl(source, Settings.from_environment(), night) as crawl:
            crawl_shard(parse_shard(wanted["shard"]), wanted["sources"], crawl)
    except Exception as error:  # noqa: BLE001 - the parent raises it again
        PROGRESS.critical("%s", " ".join(str(error).split()) or type(error).__name__)
        return 1
    return 0


def _end_with_parent() -> None:
    os.read(0, 1)  # not sys.stdin.read(), whose lock would make the end of the process fail
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
