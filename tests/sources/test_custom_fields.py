"""What employers write into fields of their own: pay and budgets, work models, places, flags.

Each vendor's forms in answers of invented values. Not here: what a recorded board gives
(test_sources), and JobPosting in pages (test_careers).
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from orchestration.http.responses import HttpAnswer
from orchestration.sources import all_sources
from orchestration.sources._toolkit import custom_fields
from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.listing import Listing, Pay, Place, Posting
from orchestration.sources._toolkit.markup import extract_embedded_json
from orchestration.storage.payload_filter import filter_payload

SOURCES: dict[str, Any] = all_sources()


def read(ats: str, posting: Posting, board: str = "b") -> Listing:
    found = SOURCES[ats].read(posting, board)
    assert isinstance(found, Listing)
    assert SOURCES[ats].read(filter_payload(posting), board) == found, (
        "what is stored reads otherwise"
    )
    return found


def greenhouse(*metadata: tuple[str, str, Any], label: str | None = "Riga, Latvia") -> Listing:
    fields = [{"id": 1, "name": n, "value_type": t, "value": v} for n, t, v in metadata]
    posting = {"id": 1, "title": "a", "location": {"name": label}, "metadata": fields}
    return read("greenhouse", posting)


def money(name: str, low: str = "56576.0", high: str = "82368.0", unit: str = "USD") -> Any:
    return name, "currency_range", {"unit": unit, "min_value": low, "max_value": high}


@pytest.mark.parametrize(
    "name",
    [
        "Job Post Range (United States)",
        "Salary Range",
        "Hiring Range",
        "USA: Pay Transparency Range",
        "Posting Range - Canada",
        "Hourly Wage",
        "Total Compensation Range",
        "Gehalt",
        "Base Salary",
    ],
)
def test_greenhouse_ranges_that_are_pay(name: str) -> None:
    pays = greenhouse(money(name)).pays
    assert [(p.minimum, p.maximum, p.currency) for p in pays] == [(56576, 82368, "USD")]


@pytest.mark.parametrize(
    "name",
    [
        "Baseline Budgeted Salary",
        "Other Large Market Budgeted Salary",
        "Salary Budget",
        "Target Compensation",
        "Salary Midpoint",
        "Compa-Ratio Pay",
        "Headcount Compensation Plan",
        "Approved Salary Range",
        "Internal Pay Band",
        "Equity Compensation Range",
        "Sign-on Bonus Pay",
        "Relocation Pay",
        "Current Salary of Replacement",
        "Max Offer Salary",
        "Market Salary Benchmark",
        "Confidential Salary Range (do not post)",
        "Team Size",
    ],
)
def test_greenhouse_ranges_that_are_no_offer(name: str) -> None:
    assert greenhouse(money(name)).pays == ()


def test_greenhouse_prefers_what_is_posted_over_other_ranges() -> None:
    found = greenhouse(
        money("Baseline Budgeted Salary", "70720.0", "74880.0"),
        money("Salary Range", "60000.0", "90000.0"),
        money("Job Post Range (United States)"),
        money("Job Post Range (Canada)", "0.0", "0.0"),
    )
    assert [(p.minimum, p.maximum) for p in found.pays] == [(56576, 82368)]


@pytest.mark.parametrize(
    ("name", "kind", "value", "said"),
    [
        ("Working Model Eligibility", "multi_select", ["3-Fully Remote"], "3-Fully Remote"),
        ("Working Model Eligibility", "multi_select", ["2-Flexible", "1-In Office"],
         "2-Flexible + 1-In Office"),
        ("Workplace Type", "single_select", "Hybrid", "Hybrid"),
        ("Work Arrangement", "single_select", "On-site", "On-site"),
        ("Work Location Type", "single_select", "Remote", "Remote"),
        ("Remote Status", "single_select", "Fully distributed", "Fully distributed"),
        ("Arbeitsmodell", "short_text", "Homeoffice", "Homeoffice"),
        ("Careers Page: Work Mode", "single_select", "In-person", "In-person"),
        ("Remote?", "yes_no", True, "remote?"),
        ("Remote?", "yes_no", False, None),
        ("Remote Eligible?", "yes_no", True, None),
        ("Remote Pay Policy", "short_text", "Remote pay is 90 %", None),
        ("Workplace Type", "single_select", "Tier 2", None),
        ("Department", "single_select", "Remote Sensing", None),
        ("Office Manager", "single_select", "Remote", None),
    ],
)  # fmt: skip
def test_greenhouse_work_models_in_any_naming(
    name: str, kind: str, value: Any, said: str | None
) -> None:
    assert greenhouse((name, kind, value)).workplace == said


@pytest.mark.parametrize(
    ("name", "value", "more"),
    [
        ("Additional Job Post Location", ["Office - Oslo, Norway"], ["Office - Oslo, Norway"]),
        ("Additional Location", "Lyon, France", ["Lyon, France"]),
        ("Secondary Locations", ["Porto", "Braga"], ["Porto", "Braga"]),
        ("Other Offices", ["Graz"], ["Graz"]),
        ("Weitere Standorte", ["Ulm"], ["Ulm"]),
        ("Office Location", ["Riga HQ"], []),
        ("Additional Location Cost Tier", ["Mid"], []),
        ("Additional Relocation Package", ["Gold"], []),
        ("Additional Location Range", ["(Riga only) Base salary range " + "x" * 120], []),
        ("Other Department", ["Oslo"], []),
    ],
)
def test_greenhouse_fields_that_add_places(name: str, value: Any, more: list[str]) -> None:
    places = greenhouse((name, "multi_select", value)).places
    assert [place.text for place in places] == ["Riga, Latvia", *more]


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("Job Posting Location", ["Austin, US"], "Austin, US"),
        ("Career Page - Office Location", "Porto, Portugal", "Porto, Portugal"),
        ("Primary City", "Graz", "Graz"),
        ("Location Type", "Hybrid", None),
        ("Location Cost Tier", "Mid", None),
        ("Hiring Manager Location", "Oslo", None),
    ],
)
def test_greenhouse_fields_that_say_where_beside_a_bare_work_model(
    name: str, value: Any, place: str | None
) -> None:
    places = greenhouse((name, "single_select", value), label="Hybrid").places
    assert [found.text for found in places] == (["Hybrid", place] if place else ["Hybrid"])


def zoho(**fields: Any) -> Listing | None:
    posting = {"id": "1", "Posting_Title": "Project Engineer", **fields}
    found = SOURCES["zoho"].read(posting, "tern")
    assert found is None or isinstance(found, Listing)
    return found


@pytest.mark.parametrize(
    ("flags", "is_listed"),
    [
        ({"Publish": True, "Keep_on_Career_Site": False, "Is_Locked": False}, True),
        ({"Keep_on_Career_Site": False}, True),
        ({"Keep_on_Career_Site": True}, True),
        ({"Publish": "true", "Is_Locked": "false"}, True),
        ({"Publish": None, "Is_Locked": None}, True),
        ({"Publish": False, "Keep_on_Career_Site": True, "Is_Locked": True}, False),
        ({"Publish": "false"}, False),
        ({"Publish": 0}, False),
        ({"Is_Locked": True}, False),
        ({"Is_Locked": "1"}, False),
    ],
)
def test_zoho_hides_what_is_not_published_or_filled(flags: Any, is_listed: bool) -> None:
    assert (zoho(**flags) is not None) is is_listed


@pytest.mark.parametrize(
    ("city", "state", "country", "places"),
    [
        ("Boulder", "Colorado", "United States", [("Boulder", "Colorado", "United States")]),
        ("Kolkata, Delhi, Bhopal", "Delhi", "India",
         [("Kolkata", None, "India"), ("Delhi", None, "India"), ("Bhopal", None, "India")]),
        ("Pune; Mumbai", None, "India", [("Pune", None, "India"), ("Mumbai", None, "India")]),
        ("Berlin und Hamburg", None, "Germany",
         [("Berlin", None, "Germany"), ("Hamburg", None, "Germany")]),
        ("Denver / Austin", "Colorado / Texas", "United States",
         [("Denver", "Colorado", "United States"), ("Austin", "Texas", "United States")]),
        ("Boulder, Colorado", "Colorado", "United States",
         [("Boulder", "Colorado", "United States")]),
        ("Boulder, CO", "Colorado", "United States", [("Boulder", "Colorado", "United States")]),
        ("Portland", None, None, [("Portland", None, None)]),
        ("Andorra la Vella", None, "Andorra", [("Andorra la Vella", None, "Andorra")]),
        ("Stoke-on-Trent", "England", "UK", [("Stoke-on-Trent", "England", "UK")]),
        (None, "Texas", "United States", [(None, "Texas", "United States")]),
        ("-", ".", None, []),
    ],
)  # fmt: skip
def test_zoho_names_several_cities_in_one_field(
    city: str | None, state: str | None, country: str | None, places: list[tuple[Any, ...]]
) -> None:
    found = zoho(City=city, State=state, Country=country)
    assert found is not None
    assert [(p.city, p.region, p.country) for p in found.places] == places


def answering(text: str) -> Any:
    return lambda url, **_: HttpAnswer(url, 200, {}, text.encode())


JOBS = escape(json.dumps([{"id": "1", "Posting_Title": "Cook"}]))


@pytest.mark.parametrize(
    ("settings", "company"),
    [
        ("""<input value='{"org_info": {"company_name": "Tern & Sons Ltd"}}' id="cfg">""",
         "Tern & Sons Ltd"),
        (f"<input id=x value='{escape(json.dumps({'org_info': {'company_name': 'Skua' } }))}'>",
         "Skua"),
        ("""<input value='{"org_info": {"company_name": 7}}'>""", None),
        ("""<input value='{"org_info": '>""", None),
        ("", None),
    ],
)  # fmt: skip
def test_zoho_names_its_company_in_the_settings(settings: str, company: str | None) -> None:
    page = f'<html>{settings}<input type="hidden" id="jobs" value="{JOBS}"></html>'
    (posting,) = SOURCES["zoho"].postings("tern", answering(page))
    assert read("zoho", posting, "tern").company == company


def join(**fields: Any) -> Listing:
    return read("join", {"id": 7, "title": "Cook", **fields}, "tern")


EUROS = {"amount": 7_500_000, "currency": "EUR"}


@pytest.mark.parametrize(
    ("fields", "pays"),
    [
        ({"salaryAmountFrom": EUROS, "salaryAmountTo": {"amount": 9_000_000, "currency": "EUR"}},
         [(75_000, 90_000, "EUR", "PER_YEAR")]),
        ({"salaryAmountFrom": EUROS}, [(75_000, None, "EUR", "PER_YEAR")]),
        ({"salaryAmountTo": {"amount": 1_850, "currency": "CHF"}, "salaryFrequency": "PER_HOUR"},
         [(None, 18.5, "CHF", "PER_HOUR")]),
        ({"salaryAmountFrom": {"amount": 6_000_000, "currency": "JPY"}},
         [(6_000_000, None, "JPY", "PER_YEAR")]),
        ({"salaryAmountFrom": EUROS, "settings": {"showSalary": False}}, []),
        ({"salaryAmountFrom": {"amount": 0, "currency": "EUR"}, "salaryAmountTo": None}, []),
        ({}, []),
    ],
)  # fmt: skip
def test_join_pays_in_the_list(fields: Any, pays: list[tuple[Any, ...]]) -> None:
    found = join(**{"salaryFrequency": "PER_YEAR", "settings": {"showSalary": True}, **fields})
    assert [(p.minimum, p.maximum, p.currency, p.interval) for p in found.pays] == pays


def test_join_names_the_region_and_keeps_the_list_pay_where_the_page_has_none() -> None:
    city = {"cityName": "Berlin", "regionName": "Berlin"}
    listed = {"city": city, "country": {"iso3166": "DE"}, "salaryAmountFrom": EUROS}
    found = join(**listed, job={"@type": "JobPosting", "title": "Cook"})
    assert found.places == (Place(None, "Berlin", "Berlin", "DE"),)
    assert found.pays == (Pay(75_000, None, "EUR"),)


@pytest.mark.parametrize(
    ("tag", "is_pay"),
    [
        ("$150,000.00 - $190,000.00 Yearly", True),
        ("USD $52.40/Hr.", True),
        ("55.000 € - 65.000 € pro Jahr", True),
        ("CAD 80,000 to 95,000", True),
        ("£40k", True),
        ("120k-150k PLN", True),
        ("Regular", False),
        ("Hybrid", False),
        ("Referral Bonus: $5,000", False),
        ("$10,000 sign-on bonus", False),
        ("Budget: $1,000,000", False),
        ("Grade 15", False),
        ("40 hours", False),
    ],
)
def test_icims_tags_of_pay(tag: str, is_pay: bool) -> None:
    posting = {"slug": "1", "title": "a", "tags8": [tag], "salary_min_value": 0}
    assert read("icims", posting).pay_text == (tag if is_pay else None)
    assert custom_fields.mentions_pay(tag) is is_pay


@pytest.mark.parametrize(
    ("teaser", "html"),
    [
        (" Who we are? A bakery & more ", "Who we are? A bakery &amp; more"),
        ("<p>Who we are?</p>", "<p>Who we are?</p>"),
        ("", None),
        (None, None),
    ],
)
def test_paylocity_has_a_teaser_until_its_page_is_read(teaser: Any, html: str | None) -> None:
    posting = {"JobId": 1, "JobTitle": "x", "Description": teaser}
    assert read("paylocity", posting).description_html == html
    bare = {**posting, "job": None, "sections": [], "where": None}
    assert read("paylocity", bare).description_html == html
    whole = {**bare, "sections": [["Duties", "Bake."]]}
    assert read("paylocity", whole).description_html == "<h3>Duties</h3>\nBake."


ROWS = [{"uid": "CD.86E", "name": "Engineer"}]


@pytest.mark.parametrize(
    "script",
    [
        "var COMPANY_POSITIONS_DATA ;\nvar POSITION_DATA ;\nCOMPANY_POSITIONS_DATA = %s;",
        "COMPANY_POSITIONS_DATA=%s;",
        "const COMPANY_POSITIONS_DATA\n  =  %s",
        "let COMPANY_POSITIONS_DATA = [];\nCOMPANY_POSITIONS_DATA = %s;",
        "window.COMPANY_POSITIONS_DATA = %s;",
        'window["COMPANY_POSITIONS_DATA"] = %s;',
        'var data = {"COMPANY_POSITIONS_DATA": %s};',
        "if (COMPANY_POSITIONS_DATA == null) {}\nCOMPANY_POSITIONS_DATA = %s;",
        "COMPANY_POSITIONS_DATA = %s;\nshow(COMPANY_POSITIONS_DATA);",
    ],
)
def test_a_value_in_a_page_is_found_where_it_is_set(script: str) -> None:
    page = f"<script>{script % json.dumps(ROWS)}</script>"
    assert list(SOURCES["comeet"].postings("acme.91.001", answering(page))) == ROWS


def test_a_value_in_a_page_may_be_json_in_a_string() -> None:
    page = f"<script>COMPANY_POSITIONS_DATA = JSON.parse({json.dumps(json.dumps(ROWS))});</script>"
    assert extract_embedded_json(page, "COMPANY_POSITIONS_DATA", "x") == ROWS


@pytest.mark.parametrize(
    "script",
    [
        "var COMPANY_POSITIONS_DATA ;",
        "COMPANY_POSITIONS_DATA = null;",
        "COMPANY_POSITIONS_DATA = load();",
        'COMPANY_POSITIONS_DATA = [];\nCOMPANY_POSITIONS_DATA = [{"uid": "CD.86E", "na',
        "COMPANY_POSITIONS_DATA = JSON.parse(\"[{\");",
    ],
)  # fmt: skip
def test_a_value_that_is_never_set_is_no_empty_board(script: str) -> None:
    with pytest.raises((Unreadable, Incomplete)):
        list(SOURCES["comeet"].postings("acme.91.001", answering(script)))


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
def test_icims_classic_last_days(label: str, value: str, closes: str | None) -> None:
    (posting,) = SOURCES["icims_classic"].postings("b", answering(CARD.format(label, value)))
    found = read("icims_classic", posting).closes_at
    assert (found and found.date().isoformat()) == closes
    bare = {key: posting[key] for key in ("id", "title", "url")}
    script = '<script type="application/ld+json">{"@type": "JobPosting", "title": "x"}</script>'
    page = f"{script}{CARD.format(label, value)}"
    whole = SOURCES["icims_classic"].detail(bare, "b", answering(page))
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
    (posting,) = SOURCES["icims_classic"].postings("b", answering(CARD.format(label, value)))
    assert read("icims_classic", posting).pay_text == pay_text
