"""Building stored nights again with today's code: what is known now beside what was known then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from orchestration.cli.refresh import NOT_PUBLISHED, PUBLISHED, refresh
from orchestration.crawl.data_source import load_data_source
from orchestration.settings import Settings
from orchestration.storage import ledger


def refresh_stored(first: date, last: date, say: Callable[[str], None]) -> int:
    """Build the stored nights of a range from raw alone, oldest first; the worst exit code.

    The newest stored night comes last, since its release shows what is known now of the others. No
    board is crawled. Raises ValueError when no night of the range is stored.
    """
    settings = Settings.from_environment()
    stored = ledger.collected_nights(settings)
    chosen = [night for night in stored if first <= night <= last]
    source = load_data_source(settings)
    if not chosen or source is None:
        held = f"from {stored[0]} to {stored[-1]}" if stored else "none yet"
        raise ValueError(f"{settings.home} stores no night from {first} to {last}; it has {held}")
    days = (chosen[0] + timedelta(days=n) for n in range((chosen[-1] - chosen[0]).days))
    if missed := [day.isoformat() for day in days if day not in chosen]:
        say(f"not built, since no board was crawled on them: {', '.join(missed)}")
    codes = set()
    for night in sorted({*chosen, stored[-1]}):
        say("")
        codes.add(refresh(source, night, None, None, say, is_stored=True))
    return next((code for code in (1, NOT_PUBLISHED) if code in codes), PUBLISHED)
