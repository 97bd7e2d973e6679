"""Discovery of the board behind a careers page: by addresses in pages, redirects, JSON-LD."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from orchestration.crawl.discovery import boards_in, find_boards
from orchestration.http.client import Client
from orchestration.recordings.replay_server import serve
from orchestration.sources import all_sources
from tests.recorded import write_recording

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
    ("https://acme.pinpointhq.com/", "pinpoint", "acme"),
    ("https://ats.rippling.com/en-GB/acme/jobs", "rippling", "acme"),
    (
        "https://acme.wd5.myworkdayjobs.com/en-US/External_Site/job/x",
        "workday",
        "acme.wd5.External_Site",
    ),
    (
        "https://edel.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_2001/job/1",
        "oracle",
        "edel.fa.us2.CX_2001",
    ),
    (
        "https://evht.fa.ocs.oraclecloud.eu/hcmUI/CandidateExperience/en/sites/CX_7001",
        "oracle",
        "evht.fa.ocs.oraclecloud.eu.CX_7001",
    ),
    (
        "https://ibab.fa.ocs.oraclecloud26.com/hcmUI/CandidateExperience/en-GB/sites/jobs/job/1",
        "oracle",
        "ibab.fa.ocs.oraclecloud26.com.jobs",
    ),
    (
        "https://ehcu.fa.em1.ukg.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_13",
        "oracle",
        "ehcu.fa.em1.ukg.CX_13",
    ),
    (
        "https://wd3.myworkdaysite.com/recruiting/havas/GroupExternalCareerSite/",
        "workday",
        "wd3.myworkdaysite.havas.GroupExternalCareerSite",
    ),
    (
        "https://wd5.myworkdaysite.com/en-US/recruiting/acme/Jobs/job/x",
        "workday",
        "wd5.myworkdaysite.acme.Jobs",
    ),
    ("https://acme.careers.hibob.com/jobs/1/apply", "hibob", "acme"),
    ("https://acme.hirehive.com/engineer-cork-QxZ", "hirehive", "acme"),
    ("https://acme.dvinci-hr.com/de/jobs/1/x", "dvinci", "acme"),
    ("https://acme.gupy.io/jobs/8100001?jobBoardSource=gupy_public_page", "gupy", "acme"),
    ("https://acme.keka.com/careers/jobdetails/7", "keka", "acme"),
    ("https://acme.keka.com/careers/", "keka", "acme"),
    ("https://acme.keka.com/careers/labs/jobdetails/7", "keka", "acme.labs"),
    ("https://acme.career.softgarden.de/jobs/1/x/", "softgarden", "acme"),
    ("https://acme.softgarden.io/job/1?l=de", "softgarden", "acme"),
    ("https://www.careers-page.com/acme/job/RY796WR6", "manatal", "acme"),
    ("https://herp.careers/v1/acme/Ab3-_x9Q", "herp", "acme"),
    ("https://hrmos.co/pages/acme/jobs/B0000012", "hrmos", "acme"),
    ("https://acme.traffit.com/public/an/abc", "traffit", "acme"),
    ("https://acme.factorialhr.com/embed/jobs", "factorial", "acme"),
    ("https://acme.factorial.es/job_posting/engineer-310001", "factorial", "acme.es"),
    ("https://acme.career.greetinghr.com/ko/o/301", "greeting", "acme"),
    ("https://careers.pageuppeople.com/595/cw/en/job/495001/cook", "pageup", "595.cw.en"),
    ("https://careers.pageuppeople.com/mob/873/cw/en-us/listing/", "pageup", "873.cw.en-us"),
    ("https://careers.hireology.com/acme/2700001/description", "hireology", "acme"),
    ("https://careers.hireology.com/acme&sons", "hireology", "acme%26sons"),
    ("https://acme.hireology.careers/", "hireology", "acme"),
    ("https://acme.taleez.com/", "taleez", "acme"),
    ("https://acme.workable.com/jobs/1", "workable", "acme"),
    (
        "https://wd3.myworkdaysite.com/wday/cxs/acme/Jobs/jobs",
        "workday",
        "wd3.myworkdaysite.acme.Jobs",
    ),
    (
        "https://fa-ewgu-saasfaprod1.fa.ocs.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX",
        "oracle",
        "fa-ewgu-saasfaprod1.fa.ocs.CX",
    ),
    (
        "https://ebwh.fa.us2.oraclecloud.eu/hcmUI/CandidateExperience/en/sites/CX_1",
        "oracle",
        "ebwh.fa.us2.oraclecloud.eu.CX_1",
    ),
    (
        "https://jobs.acme.example/services/rss/job/?locale=en_US",
        "successfactors",
        "jobs.acme.example",
    ),
    ("https://jobs.acme.example/sitemal.xml", "successfactors", "jobs.acme.example"),
    ("https://ace1950.jobs2web.com/search", "successfactors", "ace1950.jobs2web.com"),
    ("https://jobs-alpa.icims.com/jobs/1/x/job", "icims_classic", "jobs-alpa.icims.com"),
]


@pytest.mark.parametrize(("text", "ats", "board"), ADDRESSES)
def test_an_address_names_its_ats_and_board(text: str, ats: str, board: str) -> None:
    assert list(boards_in(text)) == [(ats, board)]


ON_HOSTS_OF_THEIR_OWN = {"careers", "eightfold", "phenom", "successfactors"}


@pytest.mark.parametrize("ats", sorted(all_sources().keys() - ON_HOSTS_OF_THEIR_OWN))
def test_each_source_has_a_pattern_of_its_pages(ats: str) -> None:
    assert re.compile(all_sources()[ats].PAGES).groups  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.recruitee.com/pricing and https://www.bamboohr.com/careers",
        "https://boards.greenhouse.io/embed/job_board",
        "https://apply.workable.com/api/v3",
        "https://notlever.example/jobs.lever.com/acme",
        "https://evil.example/?x=jobs.lever.co.evil.example/acme",
        '<a href="https://app.pinpointhq.com/users/sign_in">',
        "https://support.bamboohr.com/careers https://auth.bamboohr.com/jobs",
        "https://assets.breezy.hr/x https://docs.recruitee.com/ https://static.teamtailor.com/a.js",
        "https://help.zohorecruit.com/ https://www.jobs2web.com https://cdn.applytojob.com/",
        "https://career4.successfactors.com/career?company=x https://x.oraclecloud.com/hcmUI/",
        "https://career4.successfactors.com/sitemal.xml https://jobs.acme.example/sitemap.xml",
        "https://jobs.workable.com/view/x https://resources.workable.com/ https://www.workable.com",
        "https://acme.workable.com.evil.example/ https://acme.gupy.io.evil.example/jobs/1",
        "https://acme.hirehive.com.evil.example/ https://acme.traffit.com-x.example/",
        "https://portal.gupy.io/job-search https://login.gupy.io/ https://www.gupy.io/",
        "https://app.hibob.com/careers https://acme.hibob.com/ https://www.traffit.com/",
        "https://www.keka.com/careers https://help.keka.com/careers/labs https://acme.keka.com/",
        "https://hrmos.co/pages/acme https://hrmos.co/recruit/jobs https://herp.careers/v2/acme",
        "https://app.factorialhr.com/ https://api.factorial.es/ https://www.factorial.es/nominas",
        "https://factorialhr.com/ats https://acme.factorialhr.com.evil.example/ https://factorial.es",
        "https://www.career.greetinghr.com/ https://career.greetinghr.com/ https://greetinghr.com/x",
        "https://api.greetinghr.com/ats/v1.1/career/workspaces/7/openings",
        "https://careers.pageuppeople.com/959/ci/en/listing/ https://www.pageuppeople.com/1/cw/en",
        "https://careers.pageuppeople.com/595/cw/english https://secure.pageuppeople.com/apply/7/",
        "https://api.hireology.com/v2/public/careers/acme https://app.hireology.com/acme",
        "https://www.hireology.careers/ https://acme.hireology.careers.evil.example/",
        "https://taleez.com/apply/engineer-acme-cdi https://api.taleez.com/0/jobs https://taleez.com",
        "https://app.taleez.com/jobs https://www.taleez.com/ https://acme.taleez.com.evil.example/",
        "https://www.careers-page.com/api/v1.0/c/acme/jobs/ https://careers-page.com/",
        "https://www.softgarden.io/ https://softgarden.io/acme https://www.dvinci-hr.com/de",
        "https://wd3.myworkdaysite.com/en-US/ https://myworkdaysite.com/recruiting/acme/Jobs",
        "https://evht.fa.ocs.oraclecloud.eu/ https://oraclecloud.eu/hcmUI/CandidateExperience/",
        "https://static.eightfold.ai/careers/x.js https://www.phenom.com/careers",
    ],
)
def test_an_address_of_the_vendor_itself_is_not_proposed(text: str) -> None:
    assert list(boards_in(text)) == []


def proposals(folder: Path, url: str, *rows: dict[str, Any]) -> list[tuple[str, str, str]]:
    with (
        serve(write_recording(folder, rows)) as route,
        Client("", rate=0, retries=0, route=route) as client,
    ):
        return [(p.ats, p.board, p.evidence) for p in find_boards(client, url)]


PAGE = "https://acme.example/careers"


def test_a_redirect_names_the_board(tmp_path: Path) -> None:
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


def test_a_page_without_a_known_system_has_the_reason(tmp_path: Path) -> None:
    found = proposals(tmp_path, PAGE, {"url": PAGE, "text": "<h1>Join us</h1>"})
    assert found == [("", "", f"{PAGE}: no known system in the page")]
    (tmp_path / "gone").mkdir()
    assert "404" in proposals(tmp_path / "gone", PAGE)[0][2]


def guess(folder: Path, url: str, text: str) -> list[tuple[str, str]]:
    return [(ats, board) for ats, board, _ in proposals(folder, url, {"url": url, "text": text})]


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ('<a href="https://bayer.eightfold.ai/careers">', "bayer.com"),
        ('"https:\\/\\/bayer.eightfold.ai\\/careers?start=0&domain=bayer.de"', "bayer.de"),
        ("https://Bayer.eightfold.ai/careers https://bayer.eightfold.ai/careers?domain=bayer.de",
         "bayer.de"),
    ],
)  # fmt: skip
def test_an_eightfold_tenant_is_proposed_in_both_forms(
    tmp_path: Path, text: str, domain: str
) -> None:
    """An address names the tenant; the form, and sometimes the domain, is a guess."""
    assert guess(tmp_path, PAGE, text) == [
        ("eightfold", f"v2.bayer.{domain}"),
        ("eightfold", f"pcsx.bayer.{domain}"),
    ]


def test_a_guess_is_marked_as_one(tmp_path: Path) -> None:
    url = "https://bayer.eightfold.ai/careers"
    found = proposals(tmp_path, url, {"url": url, "text": "<html>"})
    assert [board for _, board, _ in found] == ["v2.bayer.bayer.com", "pcsx.bayer.bayer.com"]
    assert all("a guess" in evidence for *_, evidence in found)


@pytest.mark.parametrize(
    ("path", "text", "ats", "board"),
    [
        ("/global/en", "<script>var phApp = {}; phApp.ddo = {}", "phenom", "jobs.x.com.global-en"),
        ("/us/en/search-results", "phApp.ddo = {}", "phenom", "jobs.x.com.us-en"),
        ("/", '<img src="https://cdn.phenompeople.com/x.png">', "phenom", "jobs.x.com"),
        ("/", '<script src="https://rmkcdn.successfactors.com/a/b.js">',
         "successfactors", "jobs.x.com"),
        ("/go/All/1/", "<script>j2w.init({});</script>", "successfactors", "jobs.x.com"),
    ],
)  # fmt: skip
def test_a_host_of_its_own_is_found_by_signs_in_its_page(
    tmp_path: Path, path: str, text: str, ats: str, board: str
) -> None:
    url = f"https://jobs.x.com{path}"
    page = {"url": url, "text": text}
    assert [p[:2] for p in proposals(tmp_path, url, page)] == [(ats, board)]


def test_the_board_is_the_host_after_a_redirect(tmp_path: Path) -> None:
    moved = {"url": PAGE, "status": 302, "headers": {"location": "https://jobs.x.com/us/en"}}
    there = {"url": "https://jobs.x.com/us/en", "text": "phApp.ddo = {}"}
    assert [p[:2] for p in proposals(tmp_path, PAGE, moved, there)] == [
        ("phenom", "jobs.x.com.us-en")
    ]
