"""The crawl of one night: its boards, client and folders; and what a night needs beside the crawl.

Not here: which data source a data directory is bound to (`data_source`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

from orchestration.crawl import opt_outs, retirement
from orchestration.crawl.boards import Board, load_boards, merge_duplicates
from orchestration.crawl.data_source import DataSource, recording_of_night
from orchestration.crawl.opt_outs import OptOut
from orchestration.crawl.shards import Shard
from orchestration.http.client import Client
from orchestration.recordings.recording import Recorder
from orchestration.recordings.replay_server import serve, serve_apart
from orchestration.settings import DATA, Settings
from orchestration.sources import all_sources, disabled_sources
from orchestration.storage.earlier_nights import Compacted, EarlierNights
from orchestration.storage.raw_nights import BoardResult, utc_now


@dataclass(frozen=True)
class NightCrawl:
    """The crawl of one night: what is requested, by which client, and where the answers go."""

    settings: Settings
    night: date
    data_source: DataSource
    boards: list[Board]
    client: Client
    threads: int = 1
    """Boards of one source that are crawled at once."""
    opted_out: Sequence[OptOut] = ()
    disabled: Mapping[str, str] = field(default_factory=dict)
    """Sources that are not crawled, with the reason."""
    retired: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Boards (ats, board) that are no longer requested, with the reason."""
    clock: Callable[[], datetime] = utc_now
    """The time at which boards answer. A recording answers at the start of its night, so that each
    replay stores the same bytes."""
    compacted: Sequence[Compacted] = ()
    """Copies of some of the earlier nights."""

    @property
    def earlier(self) -> EarlierNights:
        """The accepted nights before this one."""
        return EarlierNights(self.settings.raw, self.night, self.compacted)

    @property
    def parts(self) -> Path:
        """Where the parts of the night are that several crawlers crawl."""
        return self.settings.work / "shards" / self.night.isoformat()

    def part(self, shard: Shard, ats: str) -> Path:
        """Where the part of a source is once its boards in a shard are crawled."""
        return self.parts / shard.folder_name / ats

    def raw_night(self, ats: str) -> Path:
        """The folder of the night of a source once it is accepted."""
        return self.settings.raw_night(ats, self.night)

    def quarantined_night(self, ats: str) -> Path:
        """The folder of the same night where it is in quarantine."""
        return self.settings.quarantined_night(ats, self.night)

    def result(
        self,
        board: Board,
        outcome: str = "complete",
        reason: str | None = None,
        is_opted_out: bool = False,
    ) -> BoardResult:
        """The result of a board that answers now, or is not requested."""
        return BoardResult(
            board.ats, board.board, board.company, self.data_source.label, outcome, reason,
            is_opted_out=is_opted_out, fetched_at=self.clock(),
        )  # fmt: skip

    def skip_reason(self, board: Board) -> tuple[str, bool] | None:
        """Why a board is not crawled, and whether it opted out; None when it is crawled."""
        if reason := opt_outs.opt_out_reason(board, self.opted_out):
            return reason, True
        if board.ats in self.disabled:
            return f"off by default: {self.disabled[board.ats]}", False
        reason = self.retired.get((board.ats, board.board))
        return (reason, False) if reason else None


@contextmanager
def open_night_crawl(
    data_source: DataSource,
    settings: Settings,
    night: date,
    save_recording: Path | None = None,
    sources: Collection[str] | None = None,
) -> Iterator[NightCrawl]:
    """The crawl of a night. A recording is served on the loopback interface meanwhile.

    With `save_recording` the answers of live boards are recorded there, for the boards of
    `sources`.
    """
    opted_out = opt_outs.load(opt_outs.BUNDLED, settings.home / "opt_outs.csv")
    if data_source.kind == "live":
        recorder = Recorder(save_recording, night) if save_recording else None
        boards = opt_outs.with_opted_out_boards(load_boards(), opted_out)
        if recorder:
            recorder.boards(
                (b.ats, b.board, b.company) for b in boards if b.ats in (sources or {b.ats})
            )
        off = {
            ats: why for ats, why in disabled_sources().items() if ats not in settings.sources_on
        }
        with Client(settings.contact, budget=settings.detail_budget, recorder=recorder) as client:
            gone = retirement.retired(retirement.load(settings.home))
            yield NightCrawl(settings, night, data_source, boards, client, 2, opted_out, off, gone)
        return
    recording = recording_of_night(data_source, settings, night)
    unnamed = {ats for ats, _, company in recording.boards if data_source.path and not company}
    unnamed &= set(all_sources())
    named = {(b.ats, b.board): b.company for ats in unnamed for b in load_boards(ats)}
    boards = merge_duplicates(
        (
            Board(ats, board, company or named.get((ats, board)))
            for ats, board, company in recording.boards
        ),
        recording.path / "boards.csv",
    )
    with (
        serve_apart(recording.path) as route,
        Client(settings.contact, rate=0, concurrency=0, route=route) as client,
    ):
        start = datetime.combine(night, time(), UTC)
        yield NightCrawl(
            settings, night, data_source, boards, client, 8, opted_out, clock=lambda: start
        )


@contextmanager
def open_client(data_source: DataSource, settings: Settings, night: date) -> Iterator[Client]:
    """A client for a few requests of a night, such as that for the exchange rates."""
    if data_source.kind == "live":
        with Client(settings.contact) as client:
            yield client
        return
    with (
        serve(recording_of_night(data_source, settings, night)) as route,
        Client(settings.contact, rate=0, concurrency=0, route=route) as client,
    ):
        yield client


def company_facts(
    data_source: DataSource, settings: Settings, night: date
) -> tuple[Path, dict[str, str]]:
    """The file of company facts of a night, and the companies that opted out, with the reason."""
    opted_out = opt_outs.load(opt_outs.BUNDLED, settings.home / "opt_outs.csv")
    recorded = None
    if data_source.kind != "live":
        recorded = recording_of_night(data_source, settings, night).companies
    return recorded or DATA / "companies.csv", opt_outs.opted_out_companies(opted_out)
