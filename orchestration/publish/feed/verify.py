"""Whether a log of the change feed is whole: files, hashes, chain, and the state it leads to."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from orchestration.publish.feed import log
from orchestration.settings import Settings
from orchestration.storage import atomic


def verify_feed(settings: Settings) -> list[str]:
    """One line for each finding in the change feed of a data directory; empty if it is whole.

    Also compares the entries that the stored releases carry.
    """
    found = verify_log(settings.feed) if settings.feed.exists() else []
    for release in sorted(settings.releases.glob("[!.]*/changes")):
        kept = settings.feed / release.parent.name
        if not kept.exists():
            found.append(f"{release}: the log {settings.feed} has no entry for it")
        elif why := atomic.find_damage(release, atomic.checksums(kept), deep=True):
            found.append(f"{why} in {kept}")
    return found


def verify_log(folder: Path) -> list[str]:
    """One line for each finding in a folder that holds an entry for each release, as a mirror
    downloads them; empty if all is whole."""
    found: list[str] = []
    entries: dict[str, log.Entry] = {}
    for path in sorted(path for path in folder.glob("[!.]*") if path.is_dir()):
        try:
            entry = log.read(path)
            if why := log.damage(entry):
                raise ValueError(why)
            entries[path.name] = entry
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            found.append(str(error))
    states: dict[str, set[str]] = {}
    for name, entry in sorted(entries.items(), key=lambda item: item[1].line["number"]):
        before = entry.line["previous_release"]
        if before is None:
            states[name] = set()
        elif before not in entries:
            found.append(f"{entry.folder}: the entry of {before}, which it continues, is missing")
            continue
        elif entry.lines[:-1] != entries[before].lines or (
            entry.line["previous_hash"] != entries[before].line["hash"]
        ):
            found.append(f"{entry.folder / log.CHAIN} does not continue that of {before}")
            continue
        elif before not in states:
            continue  # said of the one before
        else:
            states[name] = set(states[before])
        _apply(entry, states[name])
        if log.open_hash(list(states[name])) != entry.line["open_sha256"]:
            found.append(f"{entry.folder}: its changes do not lead to its open listings")
    return found


def _apply(entry: log.Entry, state: set[str]) -> None:
    """Apply the changes of an entry to the open listings of the one before."""
    table = pq.read_table(entry.folder / "changes.parquet", columns=["listing_id", "change"])
    for listing, change in zip(*(column.to_pylist() for column in table.columns), strict=True):
        if change == "closed":
            state.discard(listing)
        else:
            state.add(listing)
