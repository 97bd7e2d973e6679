"""Which system is behind a careers page: addresses as pages hold them, redirects, JSON-LD."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.discovery import boards_in, find
from orchestration.recording import Recording
from orchestration.replay import serve
from orchestration.sources import discover
from orchestration.sources._http import Client

ADDRESSES = [
    ("https://boards.greenhouse.io/acme/jobs/4001", "greenhouse", "acme"),
    (
        '<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme">',
        "greenhouse",
        "acme",
    ),
    ("https://job-boards.eu.greenhouse.io/acme", "greenhouse", "acme"),
    ("https:\\/\\/jobs.lever.co\\/acme-labs\\/uuid", "lever", "acme-labs"),
    ("https://jobs.eu.lever.co/acme", "lever", "acme"),
    ("https://jobs.ashbyhq.com/Acme%20Labs?utm=1", "ashby", "Acme%20Labs"),
    ("https://apply.workable.com/acme/j/ABC", "workable", "acme"),
    ("https://careers.smartrecruiters.com/Acme", "smartrecruiters", "Acme"),
    ("https://acme.recruitee.com/o/baker", "recruitee", "acme"),
    ("https://acme.jobs.personio.de/", "personio", "acme"),
    ("https://acme.na.teamtailor.com/jobs", "teamtailor", "acme.na"),
    ("https://acme.bamboohr.com/careers", "bamboohr", "acme"),
    ("https://acme.breezy.hr", "breezy", "acme"),
    ("https://jobs.gem.com/acme", "gem", "acme"),
    (
        "https://recruiting2.ultipro.com/ACM1000/JobBoard/01234567-89ab-cdef-0123-456789abcdef/",
        "ukg",
        "recruiting2.ACM1000.01234567-89ab-cdef-0123-456789abcdef",
    ),
    ("https://acme.zohorecruit.com.au/jobs", "zoho", "acme.com.au"),
    ("https://acme.zohorecruit.com/jobs", "zoho", "acme"),
    ("https://jobs.dayforcehcm.com/en-US/acme/CANDIDATEPORTAL", "dayforce", "acme.CANDIDATEPORTAL"),
    (
        "https://workforcenow.adp.com/mascsr/default/mdf/recruitment/recruitment.html"
        "?cid=01234567-89ab-cdef-0123-456789abcdef&amp;ccId=19000101_000001&amp;lang=en_US",
        "adp",
        "01234567-89ab-cdef-0123-456789abcdef.19000101_000001",
    ),
    ("https://acme.hire.trakstar.com/jobs", "trakstar", "acme"),
    ("https://careers.jobscore.com/careers/acme", "jobscore", "acme"),
    ("https://jobs.polymer.co/acme/1", "polymer", "acme"),
    ("https://app.dover.com/jobs/acme", "dover", "acme"),
]


@pytest.mark.parametrize(("text", "ats", "board"), ADDRESSES)
def test_an_address_tells_system_and_board(text: str, ats: str, board: str) -> None:
    assert list(boards_in(text)) == [(ats, board)]


@pytest.mark.parametrize("ats", discover())
def test_a_source_knows_the_addresses_in_its_own_recording(ats: str) -> None:
    """What it says of its pages must at least be a pattern, with a group for the board."""
    import re

    pages = getattr(discover()[ats], "PAGES", None)
    assert ats == "careers" or (pages and re.compile(pages).groups)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.recruitee.com/pricing and https://www.bamboohr.com/careers",
        "https://boards.greenhouse.io/embed/job_board",
        "https://apply.workable.com/api/v3",
        "https://notlever.example/jobs.lever.com/acme",
        "https://evil.example/?x=jobs.lever.co.evil.example/acme",
    ],
)
def test_what_is_no_board_is_not_proposed(text: str) -> None:
    assert list(boards_in(text)) == []


def proposals(folder: Path, url: str, *rows: dict[str, Any]) -> list[tuple[str, str, str]]:
    lines = []
    for number, row in enumerate(rows):
        (folder / str(number)).write_text(row.pop("text", ""))
        usual = {"method": "GET", "status": 200, "headers": {}, "body": str(number)}
        lines.append(json.dumps({**usual, **row}))
    (folder / "index.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "boards.csv").write_text("ats,board\nx,y\n")
    with (
        serve(Recording.load(folder)) as route,
        Client("", rate=0, retries=0, route=route) as client,
    ):
        return [(p.ats, p.board, p.evidence) for p in find(client, url)]


PAGE = "https://acme.example/careers"


def test_a_page_that_leads_away_tells_by_where_it_leads(tmp_path: Path) -> None:
    moved = {"url": PAGE, "status": 302, "headers": {"location": "https://jobs.lever.co/acme"}}
    assert proposals(tmp_path, "acme.example/careers", moved) == [
        ("lever", "acme", f"in the address {PAGE}")
    ]


def test_an_embedded_board_is_found_in_the_page(tmp_path: Path) -> None:
    page = '<a href="https://jobs.ashbyhq.com/acme/1"><a href="https://jobs.ashbyhq.com/acme/2">'
    found = proposals(tmp_path, PAGE, {"url": PAGE, "text": page})
    assert found == [("ashby", "acme", f"in the page {PAGE}")]


def test_a_page_with_json_ld_is_a_careers_page(tmp_path: Path) -> None:
    page = '<script type="application/ld+json">{"@type": "JobPosting"}</script>'
    found = proposals(tmp_path, PAGE, {"url": PAGE, "text": page})
    assert found == [("careers", "acme.example", f"JobPosting in the page {PAGE}")]


def test_nothing_known_says_so(tmp_path: Path) -> None:
    found = proposals(tmp_path, PAGE, {"url": PAGE, "text": "<h1>Join us</h1>"})
    assert found == [("", "", f"{PAGE}: no known system in the page")]
    (tmp_path / "gone").mkdir()
    assert "404" in proposals(tmp_path / "gone", PAGE)[0][2]
