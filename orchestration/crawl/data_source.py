"""Where the listings of a data directory come from: live boards, a recording, or the sample.

A data directory is bound to one data source by its first night, so that invented listings are never
mixed with real ones. The schedule and the UI use the data source of the directory.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.crawl.boards import load_boards
from orchestration.recordings.recording import Recording
from orchestration.settings import Settings
from orchestration.simulator import NAMED, simulate
from orchestration.storage import atomic
from orchestration.storage.night_folders import nights_below

LOG = logging.getLogger(__name__)
KINDS = ("live", "recording", "sample")
SAMPLE_NIGHT = date(2026, 11, 2)
SAMPLE_LISTINGS = 2_000
SAMPLE_TURNOVER = 60  # listings that open, and close, from one sample night to the next


class DataSourceError(ValueError):
    """A data directory and a data source that do not match; the message is one line."""


@dataclass(frozen=True)
class DataSource:
    """`kind` is live, recording or sample; `path` is the folder of a recording."""

    kind: str
    path: Path | None = None
    was_simulated: bool = field(default=False, compare=False)
    """Whether a recording was simulated, as stored in the data directory: its folder may be
    gone."""

    @property
    def is_simulated(self) -> bool:
        """Whether the listings are invented: the sample, or a recording with its ground truth."""
        has_truth = self.path is not None and (self.path / "truth.parquet").exists()
        return self.kind == "sample" or self.was_simulated or has_truth

    @property
    def label(self) -> str:
        """Its name in tables, manifest and pages."""
        return f"recording {self.path.name}" if self.path else self.kind

    @property
    def notice(self) -> str | None:
        """The notice at the top of every page of a release; None for live boards."""
        if self.is_simulated:
            return (
                f"Simulated listings ({self.label}), not a real market: every number is invented, "
                f"including those of real companies ({', '.join(NAMED)}), technologies and vendors."
            )
        if self.path:
            return f"Built from a recording ({self.path.name}), not from live boards."
        return None


def load_data_source(settings: Settings) -> DataSource | None:
    """The data source that a data directory is bound to; None for a new directory.

    Raises DataSourceError when `origin.json` cannot be read although the directory holds nights.
    """
    file = settings.home / "origin.json"
    try:
        stored = json.loads(file.read_text("utf-8"))
        kind, path = stored["kind"], stored["path"]
        if kind not in KINDS or (kind == "recording") != isinstance(path, str):
            raise ValueError("it names no data source")
        is_simulated = bool(stored.get("is_simulated", False))
        return DataSource(kind, Path(path) if path else None, is_simulated)
    except FileNotFoundError:
        trouble = "is missing"
    except (ValueError, TypeError, KeyError) as error:
        trouble = f"cannot be read ({type(error).__name__}: {str(error)[:80]})"
    if held := _label_in_raw_nights(settings):
        raise DataSourceError(
            f"{file} {trouble}, and the data directory holds nights of {held}: run "
            f"`hiring-ledger refresh` with {held} once, which writes the file again"
        )
    return None


def _label_in_raw_nights(settings: Settings) -> str | None:
    """The data source that the raw nights name."""
    for file in sorted(settings.raw.glob("*/night=*/boards.parquet"), reverse=True):
        try:
            labels = pq.read_table(file, columns=["origin"]).column("origin").unique().to_pylist()
        except (pa.ArrowException, OSError, KeyError):
            continue
        if labels and labels[0]:
            return str(labels[0])
    return None


def require_same_data_source(settings: Settings, wanted: DataSource) -> None:
    """Raise DataSourceError when the data directory is bound to another data source."""
    try:
        held = load_data_source(settings)
        label = held.label if held else None
    except DataSourceError:
        label = _label_in_raw_nights(settings)
        if label != wanted.label:
            raise
    if label is not None and label != wanted.label:
        raise DataSourceError(
            f"{settings.home} holds listings of {label}; "
            f"choose another data directory for {wanted.label} with --home"
        )


def require_current_night(data_source: DataSource, night: date) -> None:
    """Raise DataSourceError for another night than today's of live boards."""
    today = datetime.now(UTC).date()
    if data_source.kind == "live" and night != today:
        raise DataSourceError(
            f"live boards can be crawled only for the current night ({today}), not for {night}"
        )


def require_newest_night(settings: Settings, data_source: DataSource, night: date) -> None:
    """Raise DataSourceError for a live night before the newest one stored: the clock was set back,
    and what boards answer now must not become the answers of another day."""
    newest = max(nights_below(settings.raw), default=night)
    if data_source.kind == "live" and newest > night:
        raise DataSourceError(
            f"the clock says {night}, and the night {newest} is stored: set the clock right; if it "
            f"was ahead when that night was crawled, move {settings.raw}/*/night={newest} away"
        )


def bind_data_source(settings: Settings, wanted: DataSource | None) -> DataSource:
    """Bind a new data directory to a data source (live boards when None), or check that it is."""
    wanted = wanted or DataSource("live")
    require_same_data_source(settings, wanted)
    file = settings.home / "origin.json"
    try:
        if load_data_source(settings) == wanted:
            return wanted
    except DataSourceError as error:
        LOG.warning(
            "%s is written again: %s", file, str(error).split(", and the data directory")[0]
        )
    stored = {
        "kind": wanted.kind,
        "path": str(wanted.path) if wanted.path else None,
        "is_simulated": wanted.is_simulated,
    }
    atomic.write_text(file, json.dumps(stored))
    return wanted


def record_first_night(settings: Settings, night: date) -> None:
    """Keep the earliest night that a bound data directory was asked for, beside its data source."""
    file = settings.home / "origin.json"
    stored = json.loads(file.read_text("utf-8"))
    if night.isoformat() < stored.get("first_night", "9999"):
        atomic.write_text(file, json.dumps({**stored, "first_night": night.isoformat()}))


def recorded_first_night(settings: Settings) -> date | None:
    """The night kept by `record_first_night`; None where there is none, as in older directories."""
    try:
        stored = json.loads((settings.home / "origin.json").read_text("utf-8"))
        return date.fromisoformat(stored["first_night"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def default_night(data_source: DataSource | None) -> date:
    """Today (UTC) for live boards; the night of the sample; the night a recording was made."""
    if data_source is None:
        return datetime.now(UTC).date()
    if data_source.kind == "sample":
        return SAMPLE_NIGHT
    recorded = _load(data_source.path).night if data_source.path else None
    return recorded or datetime.now(UTC).date()


def sources_with_boards(data_source: DataSource, settings: Settings, night: date) -> set[str]:
    """The sources that have boards on a night. Raises RecordingError for an unusable recording."""
    if data_source.kind == "live":
        return {board.ats for board in load_boards()}
    recording = recording_of_night(data_source, settings, night)
    return {ats for ats, _, _ in recording.boards}


def recording_of_night(data_source: DataSource, settings: Settings, night: date) -> Recording:
    """What answers on a night that is not live; the sample is simulated if need be."""
    return _load(data_source.path or _sample_recording(settings, night))


def _load(path: Path) -> Recording:
    """The recording of a folder, which a run reads once: 80,000 answers take ten seconds."""
    try:
        versions = [(path / name).stat() for name in ("index.jsonl", "boards.csv")]
    except OSError:
        return Recording.load(path)  # it says what is missing
    return _load_version(path.resolve(), tuple((v.st_mtime_ns, v.st_size) for v in versions))


@lru_cache(maxsize=1)
def _load_version(path: Path, version: tuple[tuple[int, int], ...]) -> Recording:
    return Recording.load(path)


def _sample_recording(settings: Settings, night: date) -> Path:
    """The sample recording of a night, simulated if it does not exist. Each night some listings
    open and as many close."""
    path = settings.home / "sample" / night.isoformat()
    if not (path / "truth.parquet").exists():
        first = max(0, (night - SAMPLE_NIGHT).days) * SAMPLE_TURNOVER
        simulate(path, SAMPLE_LISTINGS, first=first, night=night)
    return path
