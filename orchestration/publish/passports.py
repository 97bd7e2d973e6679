"""A page of passports for each segment of which a page of the release shows a figure.

The words are those of `explain` (`figure`, `figure_lines`); the SQL reads all figures at once
(`passport_queries`).
Not here: figures that no page shows, which only `explain` has.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from orchestration.publish import (
    breakdown_passports,
    figure,
    figure_lines,
    figure_rows,
    figure_sql,
    overlap_figures,
    overlap_members,
    overlap_sql,
    passport_queries,
    requirement_figures,
    totals_page,
)
from orchestration.publish.figure import Passport
from orchestration.publish.report import (
    addresses,
    breakdown_ids,
    queries,
    rounding,
    segment_names,
    template,
    totals,
)

Row = dict[str, Any]
Kind = tuple[str, str, str]
"""Segment, base and method: the figures of a kind have the same members."""
BASES = {
    "listing": "Listings",
    "salary": "Base pay",
    "workplace": "Remote share",
    "disclosure": "Disclosure of pay",
    **requirement_figures.REQUIREMENTS,
    **{name: base.title for name, base in overlap_figures.BASES.items()},
}
_SHOWN = re.compile(r'data-figure="([^"]+)"')
_TOTAL = re.compile(rf'href="(?:\.\./)*{re.escape(totals.PAGE)}#([\w.-]+)"')


@dataclass(frozen=True)
class Section:
    """The passports of figures with the same members."""

    base: str
    method: str
    passports: tuple[Passport, ...]
    about: str = ""
    """The pair that the figures are of, where they are not of the group of the page."""

    @property
    def section_id(self) -> str:
        """Its id within the page."""
        _, _, other = self.passports[0].figure["segment_id"].partition(" & technology=")
        of_pair = f"{other}-" if self.about else ""
        return f"{of_pair}{self.base}-{self.method.replace(' ', '-')}"


def render(
    tables: queries.Tables, folder: Path, manifest: Mapping[str, Any], subjects: Mapping[str, str]
) -> None:
    """Write `passports/` into the folder of a release whose other pages are there already.

    `subjects` has the explore page of each segment that has one.
    """
    shown, totals_shown = shown_figures(folder)
    with queries.opened(tables) as query:
        named = segment_names.of(query)
        counts = breakdown_passports.of(query, sorted(shown), named)
        known = {row["figure_id"] for of in counts.values() for t in of for row in t.rows}
        found = _passports(query, sorted(shown - known), manifest, named)
        totals_page.write(query, totals_shown, folder, manifest)
    sections: dict[str, list[Section]] = defaultdict(list)
    together: dict[str, list[Passport]] = defaultdict(list)
    for (segment_id, base, method), passports in found.items():
        if (pair := addresses.pair(segment_id)) is None:
            sections[segment_id].append(Section(base, method, tuple(passports)))
        elif base == overlap_figures.TOGETHER:
            together[pair[0]] += passports
        else:
            section = Section(base, method, tuple(passports), named(segment_id))
            sections[pair[0]].append(section)
    known |= {p.figure["figure_id"] for passports in found.values() for p in passports}
    empty: dict[str, list[str]] = defaultdict(list)
    for figure_id in sorted(shown - known):
        breakdown = breakdown_ids.of_figure(figure_id)
        segment_id = breakdown.segment_id if breakdown else addresses.parts(figure_id)[0]
        empty[(addresses.pair(segment_id) or [segment_id])[0]].append(figure_id)
    for segment_id in sorted({*sections, *together, *counts, *empty}):
        address = addresses.passport_page(segment_id)
        text = template.page(
            "passports.html.j2",
            manifest,
            "../../",
            here=address,
            subjects=subjects,
            segment_id=segment_id,
            subject=named(segment_id),
            sections=sorted(sections[segment_id], key=lambda section: section.about),
            together=together[segment_id],
            together_sql=overlap_sql.together(segment_id),
            counts=counts.get(segment_id, ()),
            counts_sql=breakdown_passports.sql(counts.get(segment_id, ())),
            empty=empty[segment_id],
            bases=BASES,
            methods=figure.METHODS,
            lines=figure_lines,
            web_address=rounding.web_address,
            money=rounding.money,
        )
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_text(text, "utf-8")


def shown_figures(folder: Path) -> tuple[set[str], set[str]]:
    """The ids of the figures, and the names of the totals, that the pages in a folder show."""
    figure_ids: set[str] = set()
    named: set[str] = set()
    for page in folder.rglob("*.html"):
        if page.relative_to(folder).parts[0] not in ("docs", addresses.PASSPORTS):
            text = page.read_text("utf-8")
            figure_ids.update(map(html.unescape, _SHOWN.findall(text)))
            named.update(_TOTAL.findall(text))
    return figure_ids, named


def _passports(
    query: queries.Query,
    figure_ids: list[str],
    manifest: Mapping[str, Any],
    named: segment_names.Named,
) -> dict[Kind, list[Passport]]:
    """The passports of figures by kind; a figure of which nothing was counted has none."""
    figures = figure_rows.of(query, figure_ids, named)
    rows = sorted(figures.rows, key=_place)
    ranks = {row["figure_id"]: row for row in query(passport_queries.RANKS, figure_ids=figure_ids)}
    others: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in query(passport_queries.OTHERS, figure_ids=figure_ids):
        others[row["segment_id"], row["measure"]].append(row)
    kinds = {_kind(row): row for row in rows if not overlap_figures.is_overlap(row)}
    members: dict[Kind, list[Row]] = defaultdict(list)
    for row in query(passport_queries.MEMBERS, **_columns(kinds), most=figure_lines.SHOWN_MEMBERS):
        members[_kind(row)].append(row)
    if of_two := figures.overlap_kinds:
        for kind, row in overlap_members.shown(query, of_two, figure_lines.SHOWN_MEMBERS):
            members[*kind, overlap_figures.METHOD].append(row)
    found: dict[Kind, list[Passport]] = defaultdict(list)
    for row in rows:
        of_kind = members[_kind(row)]
        members_sql = figure_sql.members(row)
        found[_kind(row)].append(
            Passport(
                definition=figure.definition(row),
                figure=row,
                top_company=named(f"company={row['top_company_id']}"),
                rank=ranks.get(row["figure_id"]),
                other_methods=[
                    other
                    for other in others[row["segment_id"], row["measure"]]
                    if other["figure_id"] != row["figure_id"]
                ],
                members=of_kind,
                member_count=of_kind[0]["member_count"] if of_kind else 0,
                members_sql=members_sql,
                sql=figure_sql.query(row, members_sql),
                release_id=manifest["release_id"],
                notice=manifest["notice"],
            )
        )
    return found


def _place(row: Row) -> tuple[str, int, str, int, str]:
    """The order of the passports of a page."""
    bases, measures = list(BASES), [*figure.MEASURES, *overlap_figures.MEASURES]
    measure = measures.index(row["measure"]) if row["measure"] in measures else -1
    base = bases.index(row["base"])
    return row["segment_id"], base, row["method"], measure, row["figure_id"]


def _kind(row: Row) -> Kind:
    return row["segment_id"], row["base"], row["method"]


def _columns(kinds: Mapping[Kind, Row]) -> dict[str, list[Any]]:
    """The kinds as columns, each with the country that its members are of."""
    scopes = [figure_sql.scope(row) for row in kinds.values()]
    return {
        "segments": [segment_id for segment_id, _, _ in kinds],
        "bases": [base for _, base, _ in kinds],
        "methods": [method for _, _, method in kinds],
        "countries": [country for country, _ in scopes],
        "by_country": [is_by_country for _, is_by_country in scopes],
    }
