"""JSON that a page sets to a name in a script."""

from __future__ import annotations

import json

import pytest

from orchestration.sources._toolkit.errors import Incomplete, Unreadable
from orchestration.sources._toolkit.markup import extract_embedded_json
from tests.fakes import get_always
from tests.sources.reading import SOURCES

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
    assert list(SOURCES["comeet"].postings("acme.91.001", get_always(page))) == ROWS


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
def test_a_value_that_is_never_set_is_unreadable(script: str) -> None:
    with pytest.raises((Unreadable, Incomplete)):
        list(SOURCES["comeet"].postings("acme.91.001", get_always(script)))
