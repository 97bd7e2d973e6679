"""How right each inference is, as measured for this version of the code, and who rests on it."""

from __future__ import annotations

import json
from typing import Any

from orchestration.settings import DATA

MEASURED = DATA / "measured_quality.json"
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
