"""Company pages: the JobPosting of a page, pages without a job, and unreadable pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from orchestration.sources import careers
from orchestration.sources._toolkit import schema_org
from orchestration.sources._toolkit.errors import NotFound, Unreadable
from orchestration.sources._toolkit.listing import Answer, Listing, Pay, Place

URL = "https://careers.acme.example/jobs/7-engineer"
MENU = '<nav><a href="/">Acme</a> <a href="/jobs">All jobs</a></nav>'


def page(*blocks: object, body: str = MENU) -> str:
    """A page with JSON-LD blocks; a text becomes the content of a block."""
    texts = (block if isinstance(block, str) else json.dumps(block) for block in blocks)
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    return f"<html><head>{scripts}</head><body>{body}</body></html>"


def job(title: str = "Engineer", **more: Any) -> dict[str, Any]:
    return {"@type": "JobPosting", "title": title, **more}


def at(city: str) -> dict[str, Any]:
    return {"address": {"addressLocality": city}}


def read(text: str | None) -> Listing | None:
    """The listing of a posting with this page; no text is a 410."""

    def get(url: str, **_: Any) -> Answer:
        if text is None:
            raise NotFound(f"410 {url}")
        return cast(Answer, SimpleNamespace(text=text))

    board = "careers.acme.example"
    return careers.read(careers.detail({"url": URL}, board, get), board)


@pytest.mark.parametrize(
    "kind",
    [
        "JobPosting",
        "https://schema.org/JobPosting",
        "http://schema.org/JobPosting",
        "http://www.schema.org/JobPosting",
        "schema:JobPosting",
        ["Thing", "https://schema.org/JobPosting"],
    ],
)
def test_a_job_posting_by_any_of_its_names(kind: object) -> None:
    found = read(page({"@graph": [{**job(), "@type": kind}]}))
    assert found is not None
    assert found.title == "Engineer"


@pytest.mark.parametrize("kind", ["JobPostings", "Posting", "https://other.example/JobPosting"])
def test_other_types_are_not_job_postings(kind: str) -> None:
    assert schema_org.job_postings(page({**job(), "@type": kind}), "x") == []


def test_a_page_that_is_gone_or_has_no_job_gives_no_listing() -> None:
    assert read(None) is None
    assert read(page({"@type": "Organization", "name": "Acme"})) is None
    assert read(page("not { json")) is None
    assert read(page(body='<a href="https://careers.acme.example/jobs">Closed</a>')) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>Just a moment</html>",
        page(body='<h1>One more step</h1><a href="https://wall.example/why">Why?</a>'),
        page(body='<div id="root"></div><a href="#main">Skip</a><a href="mailto:a@b">Mail</a>'),
        page(body='<a href="">Try again</a><a href="https://[broken">x</a>'),
        page('{"@type":"JobPosting","title":"Engineer" "hiringOrganization":{"name":"x"}}'),
        page(body=f'{MENU}<div itemscope itemtype="https://schema.org/JobPosting">…</div>'),
        page(body=MENU + r'<script>add("{\"@type\":\"JobPosting\"}")</script>'),
        page({"@type": "JobPosting", "description": "no title"}),
    ],
)
def test_a_page_that_may_be_a_job_is_unreadable(text: str) -> None:
    with pytest.raises((Unreadable, KeyError)):
        read(text)


def test_the_job_with_the_address_of_the_page_is_its_job() -> None:
    similar = job("Designer", url="https://careers.acme.example/jobs/9", jobLocation=at("Oslo"))
    own = job(url="http://Careers.Acme.example/jobs/7-engineer/#apply", jobLocation=at("Riga"))
    for blocks in ((own, similar), (similar, own), ({"@graph": [similar, own]},)):
        found = read(page(*blocks))
        assert found is not None
        assert (found.title, found.places) == ("Engineer", (Place(city="Riga"),))
    assert read(page(job(url="/jobs/7-engineer"), similar)) is not None


def test_postings_of_one_title_are_one_with_all_places() -> None:
    pay = {"currency": "EUR", "value": {"minValue": 50, "unitText": "HOUR"}}
    rows = [job(jobLocation=at("Riga"), baseSalary=pay), job(jobLocation=[at("Oslo"), at("Riga")])]
    for first in ({}, {"url": URL}):
        found = read(page({**rows[0], **first}, rows[1], {**rows[0], **first}))
        assert found is not None
        assert found.places == (Place(city="Riga"), Place(city="Oslo"))
        assert found.pays == (Pay(50.0, None, "EUR", "HOUR"),)


def test_another_posting_of_the_same_title_has_its_own_page() -> None:
    other = job(url="https://careers.acme.example/jobs/8-engineer", jobLocation=at("Oslo"))
    found = read(page(job(url=URL, jobLocation=at("Riga")), other))
    assert found is not None
    assert found.places == (Place(city="Riga"),)


def test_a_page_of_several_jobs_gives_no_listing() -> None:
    assert read(page(job("A"), job("B"))) is None
    assert read(page(job("A", url=f"{URL}#a"), job("B", url=f"{URL}#b"))) is None


YEARLY = {"minValue": 80000, "maxValue": 100000, "unitText": "YEAR"}


@pytest.mark.parametrize(
    ("salary", "pays"),
    [
        ({"currency": "USD", "value": YEARLY}, [(80000, 100000, "USD", "YEAR")]),
        ({"currency": "USD", "value": [YEARLY]}, [(80000, 100000, "USD", "YEAR")]),
        (
            {"currency": "USD", "value": [YEARLY, {"value": 50, "unitText": "HOUR"}]},
            [(80000, 100000, "USD", "YEAR"), (50, 50, "USD", "HOUR")],
        ),
        ({"value": {**YEARLY, "currency": "USD"}}, [(80000, 100000, "USD", "YEAR")]),
        (
            {"value": {"minValue": "80,000", "maxValue": "1,100,000.50"}},
            [(80000, 1100000.5, None, None)],
        ),
        ({"value": {"minValue": "$80000", "maxValue": "$ 100,000"}}, [(80000, 100000, "$", None)]),
        ({"currency": "CAD", "value": {"minValue": "$80000"}}, [(80000, None, "CAD", None)]),
        ({"value": "80,000 USD"}, [(80000, 80000, "USD", None)]),
        ({"value": {"maxValue": "50000 €"}}, [(None, 50000, "€", None)]),
        ("EUR 60000.00", [(60000, 60000, "EUR", None)]),
        (80000, [(80000, 80000, None, None)]),
        ("100000.0", [(100000, 100000, None, None)]),
        ({"currency": "USD", "value": {"minValue": -1, "maxValue": 5}}, [(None, 5, "USD", None)]),
        ({"currency": "USD", "value": {"minValue": 0, "maxValue": 0}}, []),
        ({"value": "80,00"}, []),
        ({"value": "8,0000"}, []),
        ({"value": "80,000 - 100,000"}, []),
        ({"value": "80k"}, []),
        ({"value": "competitive"}, []),
        ({"value": "nan"}, []),
        ({"value": {"value": {"value": 50}}}, []),
        ({"value": []}, []),
    ],
)
def test_base_salary_in_the_forms_pages_use(salary: object, pays: list[tuple[Any, ...]]) -> None:
    read = schema_org.listing_from_job(job(baseSalary=salary), "7").pays
    assert [(p.minimum, p.maximum, p.currency, p.interval) for p in read] == pays


@pytest.mark.parametrize(
    ("parts", "html"),
    [
        (
            {"responsibilities": "Collaborate with many.", "qualifications": "Degree, React"},
            "<p>Acme seeks.</p>\n<h3>Responsibilities</h3>\nCollaborate with many."
            "\n<h3>Qualifications</h3>\nDegree, React",
        ),
        ({"responsibilities": "<ul><li>Ship</li></ul>"},
         "<p>Acme seeks.</p>\n<h3>Responsibilities</h3>\n<ul><li>Ship</li></ul>"),
        ({"skills": ["Go", "C++"]},
         "<p>Acme seeks.</p>\n<h3>Skills</h3>\n<ul><li>Go</li><li>C++</li></ul>"),
        ({"skills": [{"@type": "DefinedTerm", "name": "SQL & R"}]},
         "<p>Acme seeks.</p>\n<h3>Skills</h3>\nSQL &amp; R"),
        ({"experienceRequirements": "5 years of Rust"},
         "<p>Acme seeks.</p>\n<h3>Experience</h3>\n5 years of Rust"),
        ({"jobBenefits": "Tea\nCake"}, "<p>Acme seeks.</p>\n<h3>Benefits</h3>\nTea<br>Cake"),
        ({"qualifications": "&lt;b&gt;Rust&lt;/b&gt;"},
         "<p>Acme seeks.</p>\n<h3>Qualifications</h3>\n<b>Rust</b>"),
        ({"responsibilities": " <div>ACME &nbsp;seeks</div>"}, "<p>Acme seeks.</p>"),
        ({"experienceRequirements": "Mid level"}, "<p>Acme seeks.</p>"),
        ({"experienceRequirements": {"@type": "OccupationalExperienceRequirements",
                                     "monthsOfExperience": 24}}, "<p>Acme seeks.</p>"),
        ({"qualifications": "N/A", "skills": [], "jobBenefits": None}, "<p>Acme seeks.</p>"),
        ({"description": None, "qualifications": "Rust"}, "<h3>Qualifications</h3>\nRust"),
        ({"description": "Good people", "skills": "Go"}, "Good people\n<h3>Skills</h3>\nGo"),
    ],
)  # fmt: skip
def test_text_in_properties_beside_the_description(parts: dict[str, Any], html: str) -> None:
    found = schema_org.listing_from_job(job(**{"description": "<p>Acme seeks.</p>", **parts}), "7")
    assert found.description_html == html


ITEM = '<div itemscope itemtype="https://schema.org/JobPosting">{}</div>'
TITLE = '<h1 itemprop="title">Engineer</h1>'


@pytest.mark.parametrize(
    ("inside", "field", "value"),
    [
        (TITLE, "title", "Engineer"),
        ('<meta itemprop="title" content="Engineer">', "title", "Engineer"),
        ('<div itemprop="description"><p>Tune <b>loops</b>.</p></div>', "description_html",
         "<p>Tune <b>loops</b>.</p>"),
        ('<p itemprop="description">Tune.</p><p itemprop="qualifications">Rust, 5 years</p>',
         "description_html", "Tune.\n<h3>Qualifications</h3>\nRust, 5 years"),
        ('<span itemprop="jobLocation" itemscope itemtype="http://schema.org/Place"><span '
         'itemprop="address" itemscope itemtype="http://schema.org/PostalAddress"><meta '
         'itemprop="addressLocality" content="Leeds"><meta itemprop="addressCountry" '
         'content="GB"></span></span>', "places", (Place(city="Leeds", country="GB"),)),
        ('<span itemprop="jobLocation">Leeds, GB</span><span itemprop="jobLocation">Hull</span>',
         "places", (Place("Leeds, GB"), Place("Hull"))),
        ('<span itemprop="hiringOrganization" itemscope><b itemprop="name">Acme</b></span>',
         "company", "Acme"),
        ('<i itemprop="employmentType">FULL_TIME</i>', "employment_type", "FULL_TIME"),
        ('<meta itemprop="baseSalary" content="120000"><meta itemprop="salaryCurrency" '
         'content="USD">', "pays", (Pay(120_000, 120_000, "USD"),)),
        ('<div itemprop="baseSalary" itemscope itemtype="http://schema.org/MonetaryAmount"><meta '
         'itemprop="currency" content="EUR"><div itemprop="value" itemscope><meta '
         'itemprop="minValue" content="50"><meta itemprop="unitText" content="HOUR"></div></div>',
         "pays", (Pay(50, None, "EUR", "HOUR"),)),
        ('<time itemprop="datePosted" datetime="2026-10-27">yesterday</time>', "published_at",
         datetime(2026, 10, 27, tzinfo=UTC)),
        ('<meta itemprop="datePosted" content="Tue Oct 27 00:00:00 UTC 2026">', "published_at",
         datetime(2026, 10, 27, tzinfo=UTC)),
        ('<meta itemprop="datePosted" content="Tue, 27 Oct 2026 10:00:00 GMT">', "published_at",
         datetime(2026, 10, 27, 10, tzinfo=UTC)),
        ('<meta itemprop="datePosted" content="soon">', "published_at", None),
    ],
)  # fmt: skip
def test_a_job_posting_in_microdata(inside: str, field: str, value: Any) -> None:
    text = inside if 'itemprop="title"' in inside else TITLE + inside
    found = read(page(body=MENU + ITEM.format(text)))
    assert found is not None
    assert getattr(found, field) == value


def test_microdata_by_reference_and_within_other_items() -> None:
    body = (
        '<div itemscope itemtype="https://schema.org/WebPage"><div itemscope itemref="place"'
        f' itemtype="https://schema.org/JobPosting" itemprop="mainEntity">{TITLE}</div></div>'
        '<p id="place" itemprop="jobLocation">Riga</p>'
    )
    found = read(page(body=MENU + body))
    assert found is not None
    assert (found.title, found.places) == ("Engineer", (Place("Riga"),))


def test_json_ld_comes_before_microdata_and_a_list_of_items_is_no_job() -> None:
    both = page(job("Designer"), body=MENU + ITEM.format(TITLE))
    found = read(both)
    assert found is not None
    assert found.title == "Designer"
    several = "".join(ITEM.format(f'<b itemprop="title">{name}</b>') for name in "AB")
    assert read(page(body=MENU + several)) is None
    nested = '<div itemscope itemtype="https://schema.org/JobPosting">' * 40
    with pytest.raises((Unreadable, KeyError)):
        read(page(body=MENU + nested))
