"""`hiring-ledger crawl`: one shard of a night, beside other crawlers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from orchestration.cli import options
from orchestration.cli.output import say


@click.command
@click.argument("shard")
@options.data_source
@options.sources
@options.home
def command(
    shard: str, live: bool, recording: Path | None, night: date | None, sources: list[str]
) -> int:
    """Crawl one shard of a night, beside other crawlers.

    SHARD is like 2/4, the second of four. Nothing is published: refresh with
    HIRING_LEDGER_CRAWLERS=4 crawls what is missing and merges the shards into the night.
    """
    from orchestration.cli.stopping import at_once
    from orchestration.crawl.data_source import (
        bind_data_source,
        default_night,
        require_current_night,
        require_newest_night,
    )
    from orchestration.crawl.night_crawl import open_night_crawl
    from orchestration.crawl.partial_nights import crawl_shard
    from orchestration.crawl.shards import parse_shard
    from orchestration.settings import Settings
    from orchestration.sources import all_sources, require_sources

    source = options.chosen_data_source(live, recording)
    wanted = parse_shard(shard)
    require_sources(sources)
    settings = Settings.from_environment()
    night = night or default_night(source)
    require_current_night(source, night)
    require_newest_night(settings, source, night)
    bind_data_source(settings, source)
    with (
        at_once(lambda: None, lambda: "interrupted; parts that are crawled stay"),
        open_night_crawl(source, settings, night) as crawl,
    ):
        count = crawl_shard(wanted, sources or list(all_sources()), crawl)
    say(f"shard {wanted} of {night}: {count} sources crawled")
    return 0
