"""Fields that employers fill in by hand, in sources other than Greenhouse."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest

from orchestration.sources._toolkit import custom_fields
from orchestration.sources._toolkit.listing import Listing, Pay, Place
from tests.fakes import get_always
from tests.sources.reading import SOURCES, read


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
def test_zoho_skips_unpublished_and_filled_openings(flags: Any, is_listed: bool) -> None:
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
    (posting,) = SOURCES["zoho"].postings("tern", get_always(page))
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
