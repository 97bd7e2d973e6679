"""Hand cases in the form in which their vendor publishes a posting."""

from __future__ import annotations

from typing import Any

Posting = dict[str, Any]


def vendor_posting(ats: str, given: Posting, number: int) -> Posting:
    """The posting of a case, as the ATS would answer it."""
    return _VENDORS[ats](given, str(number))


def _greenhouse(given: Posting, number: str) -> Posting:
    structured = given.get("structured") or {}
    posting = {
        "id": number,
        "title": given["title"],
        "content": given["html"],
        "location": {"name": given["location"]},
        "offices": [{"name": name, "location": place} for name, place in given.get("offices", [])],
        "departments": [{"name": structured["department"]}] if "department" in structured else [],
        "metadata": given.get("metadata") or [],
    }
    if "pay_input_ranges" in given:
        posting["pay_input_ranges"] = given["pay_input_ranges"]
    return posting


def _lever(given: Posting, number: str) -> Posting:
    return {
        "id": number,
        "text": given["title"],
        "description": given["html"],
        "categories": {"location": given["location"]},
        "country": given.get("country"),
        "salaryRange": given.get("salaryRange"),
        "workplaceType": given.get("workplaceType"),
    }


def _ashby(given: Posting, number: str) -> Posting:
    copied = ("title", "location", "compensation", "isRemote", "workplaceType")
    posting = {"id": number, "descriptionHtml": given["html"]}
    return posting | {name: given[name] for name in copied if name in given}


def _workday(given: Posting, number: str) -> Posting:
    page: Posting = {"jobDescription": given["html"]}
    if "wd_location" in given:
        page |= {"location": given["wd_location"], "additionalLocations": given["wd_more"]}
        page["country"] = {"descriptor": given["wd_country"][0]}
        page["jobRequisitionLocation"] = {"country": {"alpha2Code": given["wd_country"][1]}}
    return {
        "externalPath": f"/job/x/{number}",
        "title": given["title"],
        "locationsText": given["location"],
        "detail": page,
    }


_VENDORS = {"greenhouse": _greenhouse, "lever": _lever, "ashby": _ashby, "workday": _workday}
