"""The panel about what postings require: visas, degrees, years of experience and clearances."""

from __future__ import annotations

from orchestration.publish import requirement_figures
from orchestration.publish.report import charts, names, parts, rounding, sentences
from orchestration.publish.report.parts import Column, Panel, Record, Records
from orchestration.publish.report.queries import LEVELS, Query

NOT_STATED = "not stated"
ASKED = ("visa_sponsorship", "degree", "experience", "security_clearance")
"""The requirements of the chart."""
TOLD = {
    ("degree", "required"): "require a degree",
    ("experience", NOT_STATED): "state no years of experience",
    ("visa_sponsorship", "offered"): "offer visa sponsorship",
    ("security_clearance", "required"): "require a security clearance",
}
"""The answers of the first sentence, by requirement and answer."""
OF_GROUPS = {
    "visa_sponsorship_offered": "Visa offered",
    "visa_sponsorship_not_offered": "Visa not offered",
    "degree_required": "Degree required",
    "experience_not_stated": "Years not stated",
    "security_clearance_required": "Clearance required",
}
"""The answers that groups are compared by, and their headings."""
MINOR = ("visa_sponsorship_not_offered", "security_clearance_required")
"""The answers that are left out of a group on a narrow screen."""
ANSWERS_OF_ALL = """
select * from mart_requirements_by_segment
where dimension = 'index'
order by
    list_position($requirements, requirement), answer = 'not stated', answer_share desc, answer
"""
_SHARES = ", ".join(
    f"max({column}) filter (where measure = '{answer}_share') as {answer}_{column}"
    for answer in OF_GROUPS
    for column in ("answer_share", "low_share", "high_share")
)
GROUPS = f"""
with segments as (
    select segment_id, key, publish_status, listing_count, company_count, {_SHARES}
    from mart_requirements_by_segment
    where dimension = $dimension and key <> 'unknown'
    group by all
)

select * from segments
order by list_position($levels, key), publish_status = 'suppressed', listing_count desc, key
limit $most
"""
MOST_GROUPS = 25
"""Rows of the table of countries; the mart has all."""
_STATUS = "publish_status"
ANSWER = (
    Column("Share of texts read", "answer_share", "share", status=_STATUS, figure_key="figure_id"),
    Column("95 % interval", "", "share", status=_STATUS, ends=("low_share", "high_share")),
    Column(
        "Listings that state it", "answer_count", "count", figure_key="figure_id", is_sample=True
    ),
    Column(
        "Companies that state it",
        "answer_company_count",
        "count",
        figure_key="figure_id",
        is_sample=True,
        is_minor=True,
    ),
    Column("Texts read", "listing_count", figure_key="figure_id", is_sample=True, is_minor=True),
    Column("Companies", "company_count", figure_key="figure_id", is_sample=True, is_minor=True),
)
_SAMPLE = f"{next(iter(OF_GROUPS))}_share/{requirement_figures.METHOD}"
GROUP = (
    *(
        column
        for answer, heading in OF_GROUPS.items()
        for column in (
            Column(
                heading,
                f"{answer}_answer_share",
                "share",
                status=_STATUS,
                figure=f"{answer}_share/{requirement_figures.METHOD}",
                is_minor=answer in MINOR,
            ),
            Column(
                "95 % interval",
                "",
                "share",
                status=_STATUS,
                ends=(f"{answer}_low_share", f"{answer}_high_share"),
                is_minor=True,
            ),
        )
    ),
    Column("Texts read", "listing_count", figure=_SAMPLE, is_sample=True),
    Column("Companies", "company_count", figure=_SAMPLE, is_sample=True, is_minor=True),
)
NOTES = (
    "Each share is of the listings whose text was read. “Not stated”: the text was read and does "
    "not say. A posting that only asks for the right to work counts as “not stated” for visa "
    "sponsorship. Years of experience are the minimum for the role as a whole.",
    "What postings state differs between boards and countries, so a low share does not mean that "
    f"few employers require it. The table of countries has at most {MOST_GROUPS}; "
    "mart_requirements_by_segment has all.",
)


def panel(query: Query) -> Panel:
    """Stated requirements of all software listings, by level and by country."""
    rows = query(ANSWERS_OF_ALL, requirements=list(requirement_figures.REQUIREMENTS))
    title = "Stated requirements"
    if not rows:
        return Panel("stated-requirements", title, "No software listing has a text that was read.")
    for row in rows:
        row["label"] = f"{requirement_figures.REQUIREMENTS[row['requirement']]}: {row['answer']}"
    groups = {
        dimension: query(GROUPS, dimension=dimension, levels=LEVELS, most=MOST_GROUPS)
        for dimension in ("seniority", "country")
    }
    for dimension, words in (("seniority", names.level), ("country", names.country)):
        for row in groups[dimension]:
            row["label"] = words(row["key"])
    return Panel(
        "stated-requirements",
        title,
        _lead(rows),
        (
            parts.table("Stated requirements", "Requirement", ANSWER, rows, _is_low),
            *(
                parts.table(f"Stated requirements by {of}", head, GROUP, groups[dimension], _is_low)
                for dimension, of, head in (
                    ("seniority", "level", "Level"),
                    ("country", "country", "Country"),
                )
                if groups[dimension]
            ),
        ),
        parts.present(charts.answers("What postings state, of texts read", _charted(rows))),
        NOTES,
    )


def _is_low(row: Record) -> bool:
    return row[_STATUS] in rounding.SMALL


def _charted(rows: Records) -> Records:
    """The answers that most listings state; the level of a degree is in the table."""
    stated = [
        row
        for row in rows
        if row["answer"] != NOT_STATED and row["requirement"] in ASKED and row["answer_count"]
    ]
    kept = sorted(range(len(stated)), key=lambda at: (-stated[at]["answer_count"], at))
    return [stated[at] for at in sorted(kept[: charts.MOST])]


def _lead(rows: Records) -> str:
    """How many listings state the most common answers, in a sentence."""
    first = rows[0]
    read = sentences.number(
        f"{rounding.count(first['listing_count'])} software listings whose text was read",
        first["figure_id"],
    )
    if first[_STATUS] == rounding.SUPPRESSED:
        return f"The shares are suppressed. Sample: {read}, {first['status_reason']}."
    found = {(row["requirement"], row["answer"]): row for row in rows}
    told = [
        f"{sentences.number(rounding.share(row['answer_share']), row['figure_id'])} {words}"
        for key, words in TOLD.items()
        if (row := found.get(key))
    ]
    mark = " (low sample)" if _is_low(first) else ""
    return f"Of the {read}{mark}, {'; '.join(told)}."
