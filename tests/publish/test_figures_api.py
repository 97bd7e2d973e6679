"""The static JSON API: as its OpenAPI file says, and with the figures of the tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator

from tests.publish.page_reader import Reader


@pytest.fixture(scope="module")
def api(sample_home: Path) -> Path:
    return sample_home / "current" / "api"


@pytest.fixture(scope="module")
def openapi(api: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((api / "openapi.json").read_text("utf-8"))
    return found


def validator(openapi: dict[str, Any], name: str) -> Draft202012Validator:
    """The JSON Schema of a component; OpenAPI 3.1 uses the draft 2020-12."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": openapi["components"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_the_description_is_whole(openapi: dict[str, Any], api: Path) -> None:
    assert openapi["openapi"] == "3.1.0"
    assert openapi["info"]["version"] == api.resolve().parent.name
    for schema in openapi["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    operations = [path["get"] for path in openapi["paths"].values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations) == 2
    for path, item in openapi["paths"].items():
        declared = [p["name"] for p in item["get"].get("parameters", [])]
        assert [part.partition("}")[0] for part in path.split("{")[1:]] == declared
        answer = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer["$ref"].rpartition("/")[2] in openapi["components"]["schemas"]


def test_every_file_is_as_described(openapi: dict[str, Any], api: Path) -> None:
    index = json.loads((api / "index.json").read_text("utf-8"))
    validator(openapi, "Index").validate(index)
    files = {f"figures/{file.name}" for file in (api / "figures").iterdir()}
    assert files == {row["file"] for row in index["dimensions"]}
    assert len(files) > 10
    pattern = openapi["paths"]["/figures/{name}.json"]["get"]["parameters"][0]["schema"]["pattern"]
    checked = validator(openapi, "Figures")
    for row in index["dimensions"]:
        found = json.loads((api / row["file"]).read_text("utf-8"))
        name = Path(row["file"]).stem
        Draft202012Validator({"pattern": pattern}).validate(name)
        some = found | {"figures": found["figures"][:300]}  # a validator takes 0.3 ms a figure
        checked.validate(some)
        assert found["dimension"] == row["dimension"]
        assert len(found["figures"]) == row["figure_count"]
        assert sum("value" in f for f in found["figures"]) == row["published_count"]
        ids = [figure["figure_id"] for figure in found["figures"]]
        assert ids == sorted(set(ids))


def test_a_figure_without_its_sample_is_not_as_described(openapi: dict[str, Any]) -> None:
    good = {
        "figure_id": "index/mean_salary_usd/report",
        "key": "index",
        "method": "report",
        "measure": "mean_salary_usd",
        "segment_id": "index",
        "publish_status": "ok",
        "value": 1.0,
        "interval_low": 0.5,
        "interval_high": 2.0,
        "unit_count": 50,
        "role_count": 50,
        "company_count": 30,
    }
    figure = validator(openapi, "Figure")
    assert figure.is_valid(good)
    for name in ("unit_count", "interval_low", "publish_status", "value"):
        assert not figure.is_valid({k: v for k, v in good.items() if k != name}), name
    assert not figure.is_valid(good | {"publish_status": "suppressed", "status_reason": "few"})


def test_the_figures_are_those_of_the_table(api: Path) -> None:
    figures: dict[str, dict[str, Any]] = {}
    for file in (api / "figures").iterdir():
        for figure in json.loads(file.read_text("utf-8"))["figures"]:
            figures[figure["figure_id"]] = figure
    with duckdb.connect(str(api.parent / "marts.duckdb"), read_only=True) as db:
        rows = db.execute(
            "select figure_id, value, interval_low, interval_high, unit_count, publish_status "
            "from core.fct_estimates where publish_status <> 'suppressed' or measure in "
            "('mean_salary_usd', 'remote_of_read_share', 'disclosure_share', 'listing_count') "
            "and within_key is null and dimension <> 'company'"
        ).fetchall()
    assert len(rows) == len(figures) > 5000
    for figure_id, value, low, high, count, status in rows:
        found = figures[figure_id]
        assert (found.get("value"), found.get("interval_low"), found.get("interval_high")) == (
            value,
            low,
            high,
        )
        assert (found["unit_count"], found["publish_status"]) == (count, status)
    named = figures["technology=pytorch/mean_salary_usd/report"]
    assert named["name"] == "PyTorch"


def test_the_page_leads_to_every_file(api: Path) -> None:
    reader = Reader((api / "index.html").read_text("utf-8"))
    links = [link["href"] for link in reader.of("a")]
    assert [link for link in links if link and not (api / link).exists()] == []
    assert {f"figures/{f.name}" for f in (api / "figures").iterdir()} < set(links)
    assert not reader.of("script", "img", "form", "iframe")
