"""The nights that are partitions of a data directory."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from orchestration.crawl.data_source import DataSource, bind_data_source, record_first_night
from orchestration.defs.partitions import first_night, nights
from orchestration.settings import Settings


def test_a_night_before_all_others_is_a_partition(tmp_path: Path) -> None:
    """Also one before the night of the recording, and before today where it names none."""
    settings = Settings(tmp_path / "home", contact="")
    assert first_night(settings) == datetime.now(UTC).date()
    bind_data_source(settings, DataSource("sample"))
    record_first_night(settings, date(2026, 8, 3))
    record_first_night(settings, date(2026, 9, 3))
    assert nights(settings).get_first_partition_key() == "2026-08-03"
    (settings.raw / "lever" / "night=2026-08-01").mkdir(parents=True)
    assert nights(settings).get_first_partition_key() == "2026-08-01"
