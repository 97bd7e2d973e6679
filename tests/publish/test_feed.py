"""A mirror that reads the change feed alone has the listings of the last release, and notices what
was changed in it."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from orchestration.publish import feed
from orchestration.publish.feed import log
from orchestration.settings import Settings
from orchestration.storage import atomic, release_manifest

HOSTILE = 'Engineer\n{"change":"closed"}\u2028\r\x1b[31m</script><b>\\"\u202e 工程师'
TABLES = {
    "fct_listings": "listing_id varchar, board_id varchar, company_id varchar, url varchar",
    "fct_listing_versions": "listing_id varchar, content_id varchar, text_id varchar, "
    "version_number integer, title varchar, pay_text varchar, workplace_text varchar, "
    "places_text varchar, position_text varchar, closes_at timestamptz",
    "fct_listing_spans": "listing_id varchar, span_number integer, span_state varchar, "
    "is_reopened boolean, opened_after_date date, opened_date date",
    "fct_relistings": "listing_id varchar, closed_listing_id varchar",
    "dim_boards": "board_id varchar",
}


@dataclass(frozen=True)
class Job:
    """A listing as a release knows it."""

    title: str = "Engineer"
    pay: str | None = None
    places: str | None = "Berlin"
    content: str = "c1"
    state: str = "open"
    board: str = "acme:b"
    continues: str | None = None


Market = dict[str, Job]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home", contact="")


def publish(settings: Settings, release_id: str, market: Market, known: str = "") -> Path:
    """Publish a release of core tables; `known` are ids that were closed before."""
    release = settings.releases / release_id
    release.mkdir(parents=True)
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in TABLES}
    rows["dim_boards"] = [("acme:b",)]
    for listing, job in market.items():
        if job.state == "open":
            url = f"https://example.org/{listing}"
            rows["fct_listings"].append((listing, job.board, "acme", url))
        words = (job.title, job.pay, None, job.places, None, None)
        version = (listing, "an older content", None, 1, "Old", None, None, None, None, None)
        rows["fct_listing_versions"] += [version, (listing, job.content, None, 2, *words)]
        state = "closed" if job.state == "expired" else job.state
        state = "open" if job.state == "expired" else state
        rows["fct_listing_spans"].append((listing, 1, state, False, "2026-01-01", "2026-01-02"))
        if job.continues:
            rows["fct_relistings"].append((listing, job.continues))
    with closing(duckdb.connect(str(release / "marts.duckdb"))) as db:
        db.execute("create schema core")
        for name, columns in TABLES.items():
            db.execute(f"create table core.{name} ({columns})")
            for row in rows[name]:
                db.execute(f"insert into core.{name} values ({', '.join('?' * len(row))})", row)
    line = feed.write(settings, release, release_id)
    release_manifest.write_manifest(release, {"release_id": release_id, "feed": line})
    feed.keep(settings, release)
    return release


def words(job: Job) -> dict[str, str]:
    found = {"title": job.title, "pay": job.pay, "places": job.places}
    return {name: word for name, word in found.items() if word is not None}


def open_words(market: Market) -> dict[str, dict[str, str]]:
    return {name: words(job) for name, job in market.items() if job.state == "open"}


def mirror(folder: Path) -> dict[str, dict[str, str]]:
    """The words of the open listings, by the JSON lines alone, in the order of the chain."""
    chains = [file.read_text("ascii").splitlines() for file in folder.glob("*/chain.jsonl")]
    listings: dict[str, dict[str, str]] = {}
    for line in map(json.loads, max(chains, key=len)):
        rows = (folder / line["release"] / "changes.jsonl").read_text("utf-8").splitlines()
        for change in map(json.loads, rows):
            if change["change"] == "closed":
                del listings[change["listing_id"]]
                continue
            known = listings.setdefault(change["listing_id"], {})
            known.update(change["new_words"])
            for field in [field for field, word in known.items() if word is None]:
                del known[field]
    return listings


def changes(release: Path) -> dict[str, tuple[str, str | None]]:
    """Kind and reason, by listing."""
    rows = pq.read_table(release / "changes" / "changes.parquet").to_pylist()
    return {row["listing_id"]: (row["change"], row["reason"]) for row in rows}


@pytest.mark.parametrize("seed", range(8))
def test_a_mirror_has_the_open_listings_of_the_last_release(seed: int, settings: Settings) -> None:
    chance = random.Random(seed)
    market: Market = {}
    for number in range(3):
        for name in (f"greenhouse:b:{n}" for n in range(40)):
            if chance.random() < 0.5:
                content = f"c{chance.randrange(3)}"
                pay = chance.choice([None, "100–120 USD year", HOSTILE])
                state = chance.choice(["open", "open", "closed"])
                market[name] = Job(chance.choice(["A", HOSTILE]), pay, content=content, state=state)
        publish(settings, f"2026-11-0{number + 2}-abcd0000", market)
    assert len(open_words(market)) > 10
    assert mirror(settings.feed) == open_words(market)
    assert feed.verify_feed(settings) == []


def test_each_kind_of_change(settings: Settings) -> None:
    old: Market = {
        **{name: Job() for name in ("same", "lapses", "unknown", "expires", "missing")},
        **{name: Job(pay="1 USD") for name in ("repriced", "edited", "both", "reread")},
        "back": Job(state="closed"),
    }
    first = publish(settings, "2026-11-02-aaaaaaaa", old)
    assert set(changes(first).values()) == {("opened", None)}
    new: Market = {
        "same": Job(),
        "lapses": Job(state="lapsed"),
        "expires": Job(state="expired"),
        "missing": Job(state="missing"),
        "repriced": Job(pay="2 USD", content="c2"),
        "edited": Job(pay="1 USD", places=None, content="c2"),
        "both": Job(title="Senior", content="c2"),
        "reread": Job(pay="1 US-Dollar"),
        "back": Job(),
        "new": Job(),
        "again": Job(continues="missing"),
    }
    second = publish(settings, "2026-11-03-aaaaaaaa", new)
    rows = pq.read_table(second / "changes" / "changes.parquet").to_pylist(maps_as_pydicts="strict")
    assert {(row["listing_id"], row["change"], row["reason"]) for row in rows} == {
        ("again", "relisted", None),
        ("back", "reopened", None),
        ("both", "edited", None),
        ("both", "repriced", None),
        ("edited", "edited", None),
        ("expires", "closed", "past its closing date"),
        ("lapses", "closed", "board lapsed"),
        ("missing", "closed", "missing"),
        ("new", "opened", None),
        ("repriced", "repriced", None),
        ("reread", "reread", None),
        ("unknown", "closed", "withdrawn"),
    }
    row = {(row["listing_id"], row["change"]): row for row in rows}
    assert row["repriced", "repriced"]["old_words"] == {"pay": "1 USD"}
    assert row["repriced", "repriced"]["new_words"] == {"pay": "2 USD"}
    assert row["both", "repriced"]["new_words"] == {"pay": None}
    assert row["both", "edited"]["old_words"] == {"title": "Engineer"}
    assert row["edited", "edited"]["new_words"] == {"places": None}
    assert row["again", "relisted"]["closed_listing_id"] == "missing"
    assert mirror(settings.feed) == open_words(new)


def test_a_board_that_opted_out_withdraws_its_listings(settings: Settings) -> None:
    publish(settings, "2026-11-02-aaaaaaaa", {"one": Job(), "two": Job(board="acme:gone")})
    second = publish(settings, "2026-11-03-aaaaaaaa", {"one": Job()})
    assert changes(second) == {"two": ("closed", "withdrawn")}


def test_words_of_postings_end_no_line_and_open_no_tag(settings: Settings) -> None:
    release = publish(settings, "2026-11-02-aaaaaaaa", {f"j{n}": Job(HOSTILE) for n in range(3)})
    text = (release / "changes" / "changes.jsonl").read_bytes()
    assert b"<" not in text
    assert b"\x1b" not in text
    assert len(text.decode().splitlines()) == 3
    assert {json.loads(line)["title"] for line in text.splitlines()} == {HOSTILE}


def test_a_release_that_is_built_again_has_the_same_feed(settings: Settings) -> None:
    """Also when the release before it is gone, or a later one is there."""
    market: Market = {"one": Job(), "two": Job()}
    first = publish(settings, "2026-11-02-aaaaaaaa", market)
    second = publish(settings, "2026-11-03-aaaaaaaa", {**market, "three": Job()})
    before = atomic.checksums(second / "changes")
    publish(settings, "2026-11-04-aaaaaaaa", {"three": Job()})
    for release in (first, second):
        shutil.rmtree(release)
    again = publish(settings, "2026-11-03-aaaaaaaa", {**market, "three": Job()})
    assert atomic.checksums(again / "changes") == before
    assert feed.verify_feed(settings) == []


def test_a_feed_continues_the_latest_release_that_is_whole(settings: Settings) -> None:
    market: Market = {"one": Job()}
    first = publish(settings, "2026-11-02-aaaaaaaa", market)
    publish(settings, "2026-11-03-aaaaaaaa", {})
    rules = publish(settings, "2026-11-03-bbbbbbbb", {"one": replace(Job(), pay="1 USD")})
    old = publish(settings, "2026-11-01-aaaaaaaa", market)
    assert log.read(rules / "changes").line["previous_release"] == "2026-11-03-aaaaaaaa"
    assert log.read(old / "changes").line["previous_release"] is None
    (rules / "marts.duckdb").write_bytes(b"damaged")
    shutil.rmtree(settings.releases / "2026-11-03-aaaaaaaa")
    later = publish(settings, "2026-11-04-aaaaaaaa", market)
    assert log.read(later / "changes").line["previous_release"] == first.name
    for release in settings.releases.iterdir():
        shutil.rmtree(release)
    alone = publish(settings, "2026-11-05-aaaaaaaa", market)
    assert log.read(alone / "changes").line["previous_release"] is None
    assert changes(alone) == {"one": ("opened", None)}
    assert feed.verify_feed(settings) == []


def test_after_a_release_of_older_code_with_other_tables_a_mirror_starts_from_nothing(
    settings: Settings,
) -> None:
    first = publish(settings, "2026-11-02-aaaaaaaa", {"one": Job()})
    with closing(duckdb.connect(str(first / "marts.duckdb"))) as db:
        db.execute("alter table core.fct_listing_versions drop column position_text")
    line = log.read(first / "changes").line
    (first / "manifest.json").unlink()
    release_manifest.write_manifest(first, {"release_id": first.name, "feed": line})
    assert release_manifest.find_release_damage(first) is None
    later = publish(settings, "2026-11-03-aaaaaaaa", {"one": Job(), "two": Job()})
    assert log.read(later / "changes").line["previous_release"] is None
    assert changes(later) == {"one": ("opened", None), "two": ("opened", None)}


def _rewrite(entry: Path, **changed: Any) -> None:
    """Change the line of an entry, and its hash, so that the line by itself is right."""
    lines = (entry / "chain.jsonl").read_text("ascii").splitlines()
    line = {**json.loads(lines[-1]), "files": atomic.checksums(entry), **changed}
    line["files"].pop("chain.jsonl", None)
    line["hash"] = log.line_hash(line)
    text = "".join(f"{one}\n" for one in [*lines[:-1], json.dumps(line)])
    (entry / "chain.jsonl").write_text(text, "ascii")


def _add_row(entry: Path) -> None:
    table = pq.read_table(entry / "changes.parquet")
    pq.write_table(table.slice(0, 1), entry / "changes.parquet")
    _rewrite(entry)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a byte": (lambda e: (e / "changes.jsonl").write_text("{}\n"), "bytes instead of"),
    "a file less": (lambda e: (e / "changes.parquet").unlink(), "is missing"),
    "no chain": (lambda e: (e / "chain.jsonl").unlink(), "cannot be read"),
    "a line that is no JSON": (lambda e: (e / "chain.jsonl").write_text("[\n"), "cannot be read"),
    "a line of another shape": (lambda e: (e / "chain.jsonl").write_text("[]\n"), "be read"),
    "a count": (lambda e: _rewrite(e, open_listings=7), "does not continue"),
    "an entry less": (lambda e: shutil.rmtree(e), "which it continues, is missing"),
    "a row less, hashed again": (_add_row, "do not lead to its open listings"),
    "another release": (lambda e: _rewrite(e, release="2026-11-09-aaaaaaaa"), "another release"),
    "a path": (lambda e: _rewrite(e, files={"../../x": {}}), "other files"),
    "a path to continue": (lambda e: _rewrite(e, previous_release="../x"), "is missing"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_what_was_changed_is_found(kind: str, settings: Settings) -> None:
    for number, names in enumerate(["ab", "bcd", "ad"]):
        publish(settings, f"2026-11-0{number + 2}-aaaaaaaa", {name: Job() for name in names})
    assert feed.verify_log(settings.feed) == []
    damage, finding = DAMAGE[kind]
    damage(settings.feed / "2026-11-03-aaaaaaaa")
    found = feed.verify_log(settings.feed)
    assert any(finding in line for line in found), found


def test_a_release_that_differs_from_the_log_is_found(settings: Settings) -> None:
    release = publish(settings, "2026-11-02-aaaaaaaa", {"one": Job()})
    (release / "changes" / "changes.jsonl").write_text("{}\n")
    assert len(feed.verify_feed(settings)) == 1
    shutil.rmtree(settings.feed / release.name)
    assert "has no entry" in feed.verify_feed(settings)[0]
