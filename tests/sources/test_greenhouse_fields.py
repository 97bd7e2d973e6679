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
        ("Department", "single_select", "Remote Sensing", None),
        ("Office Manager", "single_select", "Remote", None),
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
