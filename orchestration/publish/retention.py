"""Which releases stay on disk: the newest ones, and the last one of every month."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from orchestration.publish.release_folder import night_of
from orchestration.settings import Settings


def rule(settings: Settings) -> str:
    """The rule, in words."""
    return f"the newest {settings.keep_releases} stay, and the last one of every month"


def superfluous(settings: Settings, kept: Collection[Path] = ()) -> list[Path]:
    """The releases that may go, the oldest first; never the current one, or one in `kept`.

    The newest are those built last: an old night that is built again stays as long as any other.
    """
    stay = {settings.current.resolve(), *kept}
    folders = [path for path in settings.releases.glob("[!.]*") if path.is_dir()]
    by_time = sorted(folders, key=lambda path: (path.stat().st_mtime_ns, path.name))
    last_of_month: dict[str, Path] = {}
    for path in by_time:
        night = night_of(path.name)
        month = night.rpartition("-")[0]
        if month not in last_of_month or night >= night_of(last_of_month[month].name):
            last_of_month[month] = path
    older = [path for path in by_time if path.resolve() not in stay]
    monthly = set(last_of_month.values())
    return [path for path in older[: -settings.keep_releases] if path not in monthly]
