"""Labels on the classic pages of iCIMS: closing dates and pay."""

from __future__ import annotations

import pytest

from tests.fakes import get_always
from tests.sources.reading import SOURCES, read

CARD = (
    "<html><body class='iCIMS_x'><ul><li class='iCIMS_JobCardItem'><a href='/jobs/7/x/job'>"
    "<h3>Echo Engineer</h3></a><dl><dt class='iCIMS_JobHeaderField'>{}</dt><dd><span>{}</span></dd>"
    "</dl></li></ul></body></html>"
)


@pytest.mark.parametrize(
    ("label", "value", "closes"),
    [
        ("Job Post Information* : Post End Date", "12/31/2026", "2026-12-31"),
        ("Closing Date", "3/4/2026", "2026-03-04"),
        ("Application Deadline", "2026-11-30", "2026-11-30"),
        ("Apply By", "30 November 2026", None),
        ("Posting Close Date", "31/12/2026", "2026-12-31"),
        ("Date limite", "04/03/2026", "2026-03-04"),
        ("Fecha de cierre", "4/3/26", "2026-03-04"),
        ("Bewerbungsfrist", "04.03.2026", "2026-03-04"),
        ("Contract End Date", "12/31/2026", None),
        ("Post End Date", "Open until filled", None),
        ("Post End Date", "13/13/2026", None),
        ("Start Date", "12/31/2026", None),
    ],
)
def test_icims_classic_closing_dates(label: str, value: str, closes: str | None) -> None:
    (posting,) = SOURCES["icims_classic"].postings("b", get_always(CARD.format(label, value)))
    found = read("icims_classic", posting).closes_at
    assert (found and found.date().isoformat()) == closes
    bare = {key: posting[key] for key in ("id", "title", "url")}
    script = '<script type="application/ld+json">{"@type": "JobPosting", "title": "x"}</script>'
    page = f"{script}{CARD.format(label, value)}"
    whole = SOURCES["icims_classic"].detail(bare, "b", get_always(page))
    found = read("icims_classic", whole).closes_at
    assert (found and found.date().isoformat()) == closes


@pytest.mark.parametrize(
    ("label", "value", "pay_text"),
    [
        ("Salary Range", "$90,000 - $110,000", "$90,000 - $110,000"),
        ("Gehalt", "60.000 € pro Jahr", "60.000 € pro Jahr"),
        ("Pay Type", "Hourly", None),
        ("Salary Budget", "$90,000", None),
        ("Bonus", "$5,000", None),
    ],
)
def test_icims_classic_pay_beside_a_label(label: str, value: str, pay_text: str | None) -> None:
    (posting,) = SOURCES["icims_classic"].postings("b", get_always(CARD.format(label, value)))
    assert read("icims_classic", posting).pay_text == pay_text
