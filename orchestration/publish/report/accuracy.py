"""How right each inference is, as measured for this version of the code, and who rests on it."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from orchestration.publish.report import names
from orchestration.publish.seeds import seed
from orchestration.settings import DATA

MEASURED = DATA / "measured_quality.json"
WORDS = {
    "industry: stated ones right": "Industries that a company states: right",
    "industry: first stated one right": "First industry that a company states: right",
    "industry: those of the facts that are stated": "Known industries that a company states",
    "industry: companies that state one": "Companies that state an industry",
    "company size: stated ones right": "Sizes that a company states: right",
    "company size: companies that state it": "Companies that state their size",
    "industry: software listings with one": "Software listings with an industry",
    "company size: software listings with one": "Software listings with a company size",
    "pay T1 exact": "Pay in the text: exact",
    "pay T1 wrong": "Pay in the text: wrong",
    "pay T1: field holds the on-target pay of its text": "Fields that hold on-target pay",
    "pay T1, other fields exact": "Pay in the text, without those fields: exact",
    "pay T1, other fields wrong": "Pay in the text, without those fields: wrong",
    "pay T1, one plausible range exact": "Text with one plausible range: exact",
    "pay T1, one plausible range wrong": "Text with one plausible range: wrong",
    "pay T1, not in USD exact": "Pay in other currencies than US dollars: exact",
    "pay T1, not in USD wrong": "Pay in other currencies than US dollars: wrong",
    "pay, several tiers, all right": "Pay of several tiers: all right",
    "pay T0 answered": "Pay found in a text without any",
    "pay labelled salary": "Labelled sentences about pay, English: right",
    "pay labelled de_salary": "Labelled sentences about pay, German: right",
    "pay labelled fr_salary": "Labelled sentences about pay, French: right",
    "pay labelled es_salary": "Labelled sentences about pay, Spanish: right",
    "place: country (labelled/geo)": "Labelled places: country right",
    "place: city (labelled/geo)": "Labelled places: city right",
    "place: label alone has a country": "Places whose words alone give a country",
    "place: country of the label, by the address": "Country as in the address",
    "place: city that the label names, by the address": "Named city as in the address",
    "place: label has another city than its address": "Words name another city than the address",
    "is_software: precision (drawn titles)": "Titles counted as software work that are (drawn)",
    "is_software: recall (drawn titles)": "Titles of software work that are counted (drawn)",
    "role family (drawn titles of software work)": "Role family of software titles: right (drawn)",
    "is_software: counted in departments of other work": "Counted in departments of other work",
    "is_software: missed in departments of software": "Not counted in departments of software",
    "seniority (drawn titles)": "Level of drawn titles: right",
    "seniority (labelled/level)": "Level of labelled titles: right",
    "technology recall: postings we read": "Technologies found, of postings that people read",
    "technology recall: skills": "Labelled skills that are found",
    "technology recall: skills whose word is there": "Labelled skills whose word is in the text",
    "workplace text: answered": "Texts that state it: answered",
    "workplace text: right": "Texts that state it: right",
    "hand cases": "Cases written by hand: right",
}
"""A measure in the words of readers; those of a technology or a source are in `title`."""
_TECHNOLOGY, _OF_SOURCE = "technology precision: ", re.compile(r"workplace: (.+) \((\w+)\)")
INFERENCES = {
    "headline": ("pay", "workplace", "technology", "role"),
    "ai-salary-stack": ("technology", "pay"),
    "salary-by-technology": ("technology", "pay"),
    "framework-war": ("technology", "pay"),
    "remote-by-industry": ("workplace", "company"),
    "remote-by-company-size": ("workplace", "company"),
    "remote-by-layer": ("workplace", "technology"),
    "salary-by-industry": ("company", "pay"),
    "vendors": ("technology",),
    "who-is-hiring": ("role", "company"),
    "premiums": ("technology", "company", "pay"),
    "seniority-by-technology": ("seniority", "technology", "pay"),
    "stated-requirements": ("requirement",),
    "salary-by-seniority": ("seniority", "pay"),
    "salary-by-country": ("place", "pay"),
    "salary-by-state": ("place", "pay"),
}
"""The inferences that a panel rests on; it links to how right each is, on the quality page."""


def title(measure: str) -> str:
    """What readers call a measure; its id, with a capital, if it has no words."""
    if measure in WORDS:
        return WORDS[measure]
    if measure.startswith(_TECHNOLOGY):
        technology_id = measure.removeprefix(_TECHNOLOGY)
        name = _technologies().get(technology_id, technology_id)
        return f"{name}: counted, and it is asked for or used"
    if found := _OF_SOURCE.fullmatch(measure):
        return f"{names.source(found[2])}: {found[1]}"
    words = measure.removeprefix("requirement: ")
    return words[:1].upper() + words[1:]


@cache
def _technologies() -> dict[str, str]:
    return {row["technology_id"]: row["name"] for row in seed("technologies")}


def measured() -> dict[str, Any]:
    """The measures by inference, with the day of the measurement and of the newest data."""
    found: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    return found


def by_panel() -> dict[str, list[tuple[str, str]]]:
    """By panel of the report: the id and title of each measured inference that it rests on."""
    titles = {i["id"]: i["title"] for i in measured()["inferences"]}
    return {
        panel_id: [(name, titles[name]) for name in names if name in titles]
        for panel_id, names in INFERENCES.items()
    }
