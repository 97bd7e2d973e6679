"""Custom fields of Greenhouse: which hold pay, a work model or a place."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.sources._toolkit.listing import Listing
from tests.sources.reading import read


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
def test_greenhouse_ranges_that_are_not_pay(name: str) -> None:
    assert greenhouse(money(name)).pays == ()


def test_greenhouse_prefers_public_ranges() -> None:
    found = greenhouse(
        money("Baseline Budgeted Salary", "70720.0", "74880.0"),
        money("Salary Range", "60000.0", "90000.0"),
        money("Job Post Range (United States)"),
        money("Job Post Range (Canada)", "0.0", "0.0"),
    )
    assert [(p.minimum, p.maximum) for p in found.pays] == [(56576, 82368)]


@pytest.mark.parametrize(
    ("name", "kind", "value", "workplace"),
    [
        ("Working Model Eligibility", "multi_select", ["3-Fully Remote"], "3-Fully Remote"),
        ("Working Model Eligibility", "multi_select", ["2-Flexible", "1-In Office"],
         "2-Flexible + 1-In Office"),
        ("Working Model", "single_select", "2 days in office", "2 days in office"),
        ("Working Pattern", "single_select", "Office-first", "Office-first"),
        ("Location Flexibility", "multi_select", ["Remote", "Hybrid"], "Remote + Hybrid"),
        ("Work Set-up", "single_select", "In office", "In office"),
        ("Job Format", "single_select", "Full-time", None),
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
        ("Office Requirement", "single_select", "Hybrid", "Hybrid"),
        ("Model of Work", "single_select", "Onsite", "Onsite"),
        ("Ability to Work Remote", "single_select", "On-Location", "On-Location"),
        ("Shift Plan", "single_select", "Hybrid", "Hybrid"),
        ("Shift Plan", "single_select", "Hybrid vehicles", None),
        ("Shift Plan", "short_text", "Remote", None),
        ("Second Hub", "single_select", "Remote", None),
        ("Department", "single_select", "Remote Sensing", None),
        ("Office Manager", "short_text", "Remote", None),
    ],
)  # fmt: skip
def test_greenhouse_work_models_in_any_naming(
    name: str, kind: str, value: Any, workplace: str | None
) -> None:
    assert greenhouse((name, kind, value)).workplace == workplace


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
def test_greenhouse_place_fields_beside_a_label_that_is_a_work_model(
    name: str, value: Any, place: str | None
) -> None:
    places = greenhouse((name, "single_select", value), label="Hybrid").places
    assert [found.text for found in places] == (["Hybrid", place] if place else ["Hybrid"])


def test_greenhouse_joins_two_fields_that_are_the_ends_of_one_range() -> None:
    found = greenhouse(
        ("Min salary", "short_text", "70,000"),
        ("Maximum Salary", "number", 90000.0),
        ("Minimum Work Experience", "number", "2.0"),
        ("Max budgeted salary", "number", "99000.0"),
    )
    assert [(p.minimum, p.maximum, p.currency) for p in found.pays] == [(70000, 90000, None)]
    found = greenhouse(
        ("Minimum Pay", "currency", {"unit": "EUR", "amount": "18.5"}),
        ("Maximum Pay", "currency", {"unit": None, "amount": "0.0"}),
    )
    assert [(p.minimum, p.maximum, p.currency) for p in found.pays] == [(18.5, None, "EUR")]


@pytest.mark.parametrize(
    ("name", "amounts"),
    [("Annual Salary", [61000.0]), ("On Target Earnings", [61000.0]), ("Target Pay", []),
     ("Referral Reward", [])],
)  # fmt: skip
def test_greenhouse_fields_of_one_amount(name: str, amounts: list[float]) -> None:
    pays = greenhouse((name, "currency", {"unit": "GBP", "amount": "61000.0"})).pays
    assert [p.minimum for p in pays] == [p.maximum for p in pays] == amounts


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("Salary", "HK$410,000 - HK$520,000", "HK$410,000 - HK$520,000"),
        ("Location Range 1", "(Oslo only) Base salary range between $90,000 and $120,000.",
         "(Oslo only) Base salary range between $90,000 and $120,000."),
        ("Salary", "Competitive", None),
        ("Salary Budget", "$90,000", None),
        ("Referral", "$2,000 for each hire", None),
    ],
)  # fmt: skip
def test_greenhouse_texts_of_fields_that_state_pay(name: str, value: str, text: str | None) -> None:
    assert greenhouse((name, "short_text", value)).pay_text == text
    if text:
        assert greenhouse((name, "short_text", value), money("Salary Range")).pay_text is None


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("Time Type", "Part time", "Part time"),
        ("Employment Type English", "Full-time", "Full-time"),
        ("Employee Time Type", "Part_time", "Part_time"),
        ("Worker Sub-Type", "Fixed Term", "Fixed Term"),
        ("Contract Type", "Permanent", "Permanent"),
        ("Hire Type", "Replacement", None),
    ],
)
def test_greenhouse_fields_of_the_type_of_employment(
    name: str, value: str, kind: str | None
) -> None:
    assert greenhouse((name, "single_select", value)).employment_type == kind


@pytest.mark.parametrize("kind", ["currency_range", "currency", "number", "short_text"])
@pytest.mark.parametrize(
    "value", [None, "", "n/a", [], ["x"], {}, {"unit": 3, "amount": "x"}, True]
)
def test_greenhouse_pay_fields_with_odd_values_set_nothing_aside(kind: str, value: Any) -> None:
    assert greenhouse(("Min salary", kind, value), ("Salary", kind, value)).pays == ()
