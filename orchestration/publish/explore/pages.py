"""The explore pages, rendered: a folder per dimension, a file per subject, and their index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.publish import publication
from orchestration.publish.breakdown_figures import LAST_STEP, STEP
from orchestration.publish.explore import bars, pay_words
from orchestration.publish.explore import queries as sql
from orchestration.publish.report import (
    addresses,
    breakdown_ids,
    names,
    parts,
    queries,
    rounding,
    sentences,
    template,
)

Record = dict[str, Any]
Key = tuple[str, str]
Groups = Mapping[Key, Sequence[Record]]

DIMENSIONS = {
    "technology": "Technologies",
    "industry": "Industries",
    "country": "Countries",
    "state": "US states",
    "company": "Companies",
}
NAMES = {"industry": names.industry, "country": names.country, "state": names.state}
MOST_PAGES = 250
"""Pages per dimension, the largest first; the tables have every group."""
MOST_LISTINGS = 100
NARROW_LISTINGS = 20
"""Listings that a narrow screen shows before a reader asks for all; the style sheet has it, too."""
MOST_ROWS = 10
FUNDS = "venture-capital"
MOST_NIGHTS = 31
MEASURES = {
    "mean_salary_usd": ("Mean base pay, a year", rounding.money),
    "p25_salary_usd": ("First quartile of base pay", rounding.money),
    "median_salary_usd": ("Median base pay, a year", rounding.money),
    "p75_salary_usd": ("Third quartile of base pay", rounding.money),
    "disclosure_share": ("Pay disclosed, of read", rounding.share),
    "remote_of_read_share": ("Remote, of read", rounding.share),
}


@dataclass(frozen=True)
class Panels:
    """The rows of each panel of every page."""

    pay: Groups
    salaries: Groups
    levels: Groups
    places: Groups
    arrangements: Groups
    employers: Groups
    technologies: Groups
    nights: Groups
    listings: Groups


def render(tables: queries.Tables, out: Path, manifest: Mapping[str, Any]) -> dict[str, str]:
    """Write `out/index.html` and a page per subject, from published tables and the manifest.

    The page of each segment that has one, by its id, relative to the folder of the release.
    """
    with queries.opened(tables) as query:
        subjects, left_out = _subjects(query)
        panels = _panels(query)
    pages = {(s["dimension"], s["key"]): _address(s) for s in subjects}
    for dimension in DIMENSIONS:
        (out / dimension).mkdir(parents=True, exist_ok=True)
    for subject in subjects:
        text = _page(subject, panels, pages, manifest)
        (out / pages[subject["dimension"], subject["key"]]).write_text(text, "utf-8")
    text = template.page(
        "explore.html.j2",
        manifest,
        "../",
        here="explore/index.html",
        groups=[
            (dimension, title, [s for s in subjects if s["dimension"] == dimension])
            for dimension, title in DIMENSIONS.items()
        ],
        addresses=pages,
        left_out=left_out,
        most=MOST_PAGES,
        least=(rounding.MIN_LISTINGS, rounding.MIN_COMPANIES),
    )
    (out / "index.html").write_text(text, "utf-8")
    return {f"{d}={key}": f"{out.name}/{address}" for (d, key), address in pages.items()}


def _address(subject: Record) -> str:
    return f"{subject['dimension']}/{addresses.file_name(subject['key'])}"


def _subjects(query: queries.Query) -> tuple[list[Record], dict[str, int]]:
    """The subjects that have a page, with their names, and how many of each dimension have none."""
    query(sql.PAIRS)
    query(
        sql.SUBJECTS,
        least_listings=rounding.MIN_LISTINGS,
        least_companies=rounding.MIN_COMPANIES,
        most=MOST_PAGES,
    )
    query(sql.MEMBERS)
    subjects = query(sql.INDEX)
    for subject in subjects:
        subject["name"] = _name(subject)
    left_out = query(sql.LEFT_OUT, dimensions=list(DIMENSIONS))
    return subjects, {row["dimension"]: row["left_out_count"] for row in left_out}


def _name(subject: Record) -> str:
    named = NAMES.get(subject["dimension"])
    return named(subject["key"]) if named else rounding.text(subject["name"] or subject["key"])


def _panels(query: queries.Query) -> Panels:
    of_segments = {row["figure_id"] for row in query(sql.OF_SEGMENTS)}

    def counted(column: str, rows: list[Record], keys: tuple[str, ...] = ("label",)) -> Groups:
        """The rows by page, each with the id of its count."""
        for row in rows:
            values = tuple(row[key] or "" for key in keys)
            segment_id = f"{row['dimension']}={row['key']}"
            row["figure_id"] = breakdown_ids.figure_id(segment_id, column, values, of_segments)
        return _grouped(rows)

    return Panels(
        _grouped(query(sql.PAY, measures=list(MEASURES))),
        _grouped(query(sql.SALARIES, step=STEP, last=LAST_STEP // STEP)),
        counted("seniority", query(sql.LEVELS, levels=queries.LEVELS)),
        counted("place", query(sql.PLACES, most=MOST_ROWS), ("city_name", "country_code")),
        counted("workplace", query(sql.ARRANGEMENTS)),
        counted("company", query(sql.EMPLOYERS, most=MOST_ROWS), ("other_key",)),
        counted("technology", query(sql.TECHNOLOGIES, most=MOST_ROWS), ("other_key",)),
        _grouped(query(sql.NIGHTS, most=MOST_NIGHTS)),
        _grouped(query(sql.LISTINGS, most=MOST_LISTINGS)),
    )


def _grouped(rows: list[Record]) -> Groups:
    groups: dict[Key, list[Record]] = defaultdict(list)
    for row in rows:
        groups[row["dimension"], row["key"]].append(row)
    return groups


def _page(
    subject: Record, panels: Panels, pages: Mapping[Key, str], manifest: Mapping[str, Any]
) -> str:
    key = subject["dimension"], subject["key"]
    listings = panels.listings.get(key, ())
    for row in listings:
        row["url"] = rounding.web_address(row["url"])
        row["level"] = names.level(row["seniority"])
        row["place"] = names.place(row["city_name"], row["country_code"])
        row["arrangement"] = row["workplace"].capitalize()
        row["pay"] = rounding.money(row["annual_salary_usd"]) if row["annual_salary_usd"] else ""
    nights = panels.nights.get(key, ())
    return template.page(
        "subject.html.j2",
        manifest,
        "../../",
        here=f"explore/{pages[key]}",
        subject=subject,
        segment_id=f"{key[0]}={key[1]}",
        kind=DIMENSIONS[key[0]],
        figures=[_figure(row) for row in panels.pay.get(key, ())],
        salaries=bars.of(bars.steps(f"{key[0]}={key[1]}", panels.salaries.get(key, ()))),
        counts=[
            (
                "levels",
                "Levels",
                bars.of(bars.named(panels.levels.get(key, ()), names.level)),
            ),
            (
                "arrangements",
                "Work arrangement",
                bars.of(panels.arrangements.get(key, ())),
            ),
            (
                "places",
                "First place that a listing names",
                bars.of(bars.places(panels.places.get(key, ()))),
            ),
            (
                "employers",
                "Employers",
                bars.of(panels.employers.get(key, ()), bars.linked("company", pages)),
            ),
            (
                "technologies",
                "Technologies named in the same listings",
                bars.of(panels.technologies.get(key, ()), bars.linked("technology", pages)),
            ),
        ],
        nights=nights if len(nights) > 1 else (),
        listings=listings,
        narrow_rows=NARROW_LISTINGS,
        most_rows=MOST_ROWS,
        more=subject["listing_count"] > len(listings),
        older=_older(subject, len(listings)),
        money=rounding.money,
        count=rounding.count,
        day=rounding.day,
        lead=_lead(subject),
        elsewhere=(elsewhere := pay_words.paid_elsewhere(subject, panels.salaries.get(key, ()))),
        no_pay=pay_words.without_pay(subject, elsewhere),
        robust_country=subject["name"] if key[0] == "country" else names.country("US"),
    )


def _older(subject: Record, shown: int) -> str:
    """How many listings of a page are not shown on it, and where they are."""
    figure_id = f"{subject['dimension']}={subject['key']}/listing_count/report"
    more = rounding.count(subject["listing_count"] - shown)
    verb = "is" if more == "1" else "are"
    return (
        f"The {sentences.beside(str(shown), figure_id)} that were first seen most recently. "
        f"{sentences.number(more, figure_id)} more {verb} in core.fct_listings"
    )


def _lead(subject: Record) -> str:
    segment_id = f"{subject['dimension']}={subject['key']}"

    def number(words: str, figure: str) -> str:
        return sentences.number(words, f"{segment_id}/{figure}/report")

    roles = parts.roles(subject["role_count"])
    texts, paid = (rounding.count(subject[k]) for k in ("with_text_count", "with_salary_count"))
    at = (
        ""
        if subject["dimension"] == "company"
        else f" at {number(parts.companies(subject['company_count']), 'listing_count')}"
    )
    every = subject["with_text_count"] == subject["listing_count"]
    read = "each" if every else number(texts, "remote_of_read_share")
    verb = "discloses" if subject["with_salary_count"] < 2 else "disclose"
    paid = "none" if subject["with_salary_count"] == 0 else paid
    about = ""
    if FUNDS in (subject["industries"] or ()):
        about = " A venture capital fund: its board lists openings of other companies, too."
    told = f"The text of {read} was read, and {number(paid, 'disclosure_share')} {verb} base pay."
    if not subject["with_text_count"] and not subject["with_salary_count"]:
        told = "No text of them was read, so their pay and technologies are unknown."
    return (
        f"{number(parts.listings(subject['listing_count']), 'listing_count')} for software work, "
        f"{number(roles, 'listing_count')}{at}. {told}{about}"
    )


def _figure(row: Record) -> Record:
    """An estimate as a row: its value and interval, unless it is suppressed."""
    label, words = MEASURES[row["measure"]]
    is_hidden = row["publish_status"] == rounding.SUPPRESSED
    interval = rounding.interval(row["interval_low"], row["interval_high"], words)
    return {
        "label": label,
        "method": row["method"],
        "figure_id": row["figure_id"],
        "value": rounding.SUPPRESSED if is_hidden else words(row["value"]),
        "interval": "" if is_hidden else "none" if row["interval_low"] is None else interval,
        "n": rounding.count(row["unit_count"]),
        "companies": rounding.count(row["company_count"]),
        "status": publication.WORDS[row["publish_status"]],
        "reason": row["status_reason"] or "",
    }
