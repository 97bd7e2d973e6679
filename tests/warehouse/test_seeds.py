"""The seed files keep their shape: ids, closed lists, and one fitting sentence for each alias.

Here: structure alone. That each example is matched, and each counter example is not, is the
matcher's claim and is tested beside it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.csv_rows import csv_rows
from tests.paths import ROOT

TECHNOLOGIES = ROOT / "dbt_project/seeds/technologies.csv"
ALIASES = ROOT / "dbt_project/seeds/technology_aliases.csv"
CONTEXTS = ROOT / "dbt_project/seeds/technology_contexts.csv"
COMPANIES = ROOT / "orchestration/data/companies.csv"

COLUMNS = {
    TECHNOLOGIES: ["technology_id", "name", "family", "vendor", "vouches"],
    ALIASES: ["technology_id", "alias", "match", "example", "counter_example"],
    COMPANIES: [
        "company",
        "industries",
        "size_band",
        "headquarters_country",
        "evidence",
        "evidence_date",
    ],
}
FAMILIES = {
    "ai_application",
    "ai_core",
    "business",
    "cloud",
    "data",
    "design",
    "devops",
    "language",
    "mlops",
    "mobile",
    "security",
    "systems",
    "web",
}
MATCHES = {"any_case", "exact_case", "beside", "list_only"}
AMBIGUOUS = {"beside", "list_only"}
INDUSTRIES = {
    "adtech",
    "ai-ml",
    "automotive",
    "biotech",
    "climate",
    "consulting",
    "consumer",
    "crypto",
    "cybersecurity",
    "data-infrastructure",
    "defense",
    "developer-tools",
    "e-commerce",
    "edtech",
    "venture-capital",
    "enterprise-software",
    "fintech",
    "gaming",
    "government",
    "healthcare",
    "hr-tech",
    "legal",
    "logistics",
    "media",
    "real-estate",
    "robotics",
    "saas",
    "semiconductors",
    "telecom",
    "travel",
}
SIZE_BANDS = {"<50", "50-500", ">500", "unknown"}
# Families the published figures are built on: their members are promises, not details.
FAMILY_MEMBERS = {
    "mlops": "mlflow kubeflow sagemaker vertex-ai wandb dvc bentoml kserve seldon feast clearml "
    "metaflow mlops",
    "devops": "docker kubernetes terraform ansible helm argo-cd jenkins github-actions gitlab-ci "
    "circleci pulumi cloudformation prometheus grafana datadog opentelemetry ci-cd "
    "infrastructure-as-code devops sre",
}
# A product of the employer itself is flagged, so the vendor of these must not get lost.
VENDORS = {
    "anthropic": "Anthropic",
    "databricks": "Databricks",
    "delta-lake": "Databricks",
    "gemini": "Google",
    "llama": "Meta",
    "mlflow": "Databricks",
    "openai": "OpenAI",
    "pytorch": "Meta",
    "react": "Meta",
    "spark": "Databricks",
    "tensorflow": "Google",
    "vertex-ai": "Google",
}


@pytest.fixture(scope="module")
def technologies() -> list[dict[str, str]]:
    return csv_rows(TECHNOLOGIES)


@pytest.fixture(scope="module")
def aliases() -> list[dict[str, str]]:
    return csv_rows(ALIASES)


@pytest.fixture(scope="module")
def companies() -> list[dict[str, str]]:
    return csv_rows(COMPANIES)


def repeated(values: Iterator[str]) -> list[str]:
    return sorted(value for value, count in Counter(values).items() if count > 1)


def occurs(alias: str, text: str, *, any_case: bool) -> bool:
    """Whether the text contains the alias as a separate word, under its case rule."""
    pattern = rf"(?<![A-Za-z0-9_]){re.escape(alias)}(?![A-Za-z0-9_+#])"
    return re.search(pattern, text, re.IGNORECASE if any_case else 0) is not None


@pytest.mark.parametrize("path", COLUMNS, ids=lambda path: path.name)
def test_a_seed_is_plain_csv(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = csv_rows(path)
    assert list(found[0]) == COLUMNS[path]
    assert all(None not in row and None not in row.values() for row in found)
    assert all(value == " ".join(value.split()) for row in found for value in row.values())
    assert not re.search(r"[\w.+-]+@[\w-]+\.\w", text), "an e-mail address"
    assert "\r" not in text
    assert "\ufeff" not in text


def test_technologies_have_ids_names_and_families(technologies: list[dict[str, str]]) -> None:
    assert len(technologies) >= 450
    assert repeated(row["technology_id"] for row in technologies) == []
    assert repeated(row["name"].casefold() for row in technologies) == []
    assert all(
        re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["technology_id"]) for row in technologies
    )
    assert {row["family"] for row in technologies} == FAMILIES
    assert all(row["name"] for row in technologies)


def test_families_and_vendors_behind_figures(technologies: list[dict[str, str]]) -> None:
    family = {row["technology_id"]: row["family"] for row in technologies}
    vendor = {row["technology_id"]: row["vendor"] for row in technologies}
    for name, members in FAMILY_MEMBERS.items():
        assert {member: family.get(member) for member in members.split()} == dict.fromkeys(
            members.split(), name
        )
    assert {key: vendor.get(key) for key in VENDORS} == VENDORS


def test_every_technology_has_aliases(
    technologies: list[dict[str, str]], aliases: list[dict[str, str]]
) -> None:
    assert len(aliases) >= 1_200
    known = {row["technology_id"] for row in technologies}
    assert {row["technology_id"] for row in aliases} == known, "unknown, or without any alias"
    assert {row["match"] for row in aliases} == MATCHES
    assert all(row["alias"] for row in aliases)


def test_contexts_are_of_known_technologies(technologies: list[dict[str, str]]) -> None:
    """A rule names no company, only technologies; and its patterns do not overlook a bracket."""
    known = {row["technology_id"] for row in technologies}
    for row in csv_rows(CONTEXTS):
        assert {*row["technology_ids"].split(), row["example_technology_id"]} <= known, row
        assert row["example"] != row["counter_example"], row
        for side in ("before", "after", "unless"):
            pattern = re.sub(r"\{[a-z]\w+\}", "", row[f"{side}_pattern"])
            assert re.compile(re.sub(r"\(\?-i:", "(?:", pattern)).groups == 0, row


def test_a_context_has_one_scope() -> None:
    """All rows of a context say alike where it applies, and have patterns for the same sides."""
    scopes = defaultdict(set)
    for row in csv_rows(CONTEXTS):
        whole = ("verdict", "technology_ids", "group_id", "needs_vendor", "unless_pattern")
        sides = tuple(bool(row[f"{side}_pattern"]) for side in ("before", "after"))
        scopes[row["context_order"]].add((*(row[column] for column in whole), sides))
    assert [order for order, scope in scopes.items() if len(scope) > 1] == []


def test_alias_is_claimed_once(aliases: list[dict[str, str]]) -> None:
    """Only a compound belongs to several: it spells out all of them, or all but its own."""
    assert repeated(f"{row['technology_id']} {row['alias']}" for row in aliases) == []
    spelt = defaultdict(set)
    claims = defaultdict(list)
    for row in aliases:
        spelt[row["technology_id"]].add(row["alias"].lower())
        claims[row["alias"].lower()].append(row)
    wrong = []
    for alias, claim in claims.items():
        owners = {row["technology_id"] for row in claim}
        named = {owner for owner in owners if any(a in alias for a in spelt[owner] - {alias})}
        one_rule = len({(row["alias"], row["match"]) for row in claim}) == 1
        any_case = any(row["match"] == "any_case" for row in claim)
        if len(owners) > 1 and not (one_rule and len(named) >= len(owners) - 1):
            wrong.append(alias)
        if len(claim) > len(owners) and any_case:
            wrong.append(alias)
    assert wrong == []


def test_example_holds_the_alias(aliases: list[dict[str, str]]) -> None:
    wrong = [
        row
        for row in aliases
        if not occurs(row["alias"], row["example"], any_case=row["match"] == "any_case")
    ]
    assert wrong == []


def test_counter_example_is_given(aliases: list[dict[str, str]]) -> None:
    assert [r for r in aliases if not r["counter_example"].endswith((".", "!", "?"))] == []
    assert [r for r in aliases if r["counter_example"] == r["example"]] == []
    # Without its list an ambiguous word must not count, so the counter example shows the word
    # in prose; an unambiguous one must not be in its counter example at all.
    wrong = [
        row
        for row in aliases
        if row["match"] not in AMBIGUOUS
        and occurs(row["alias"], row["counter_example"], any_case=row["match"] == "any_case")
    ]
    assert wrong == []


def test_ambiguous_example_is_a_list(aliases: list[dict[str, str]]) -> None:
    """The word is next to an unambiguous technology, with only list punctuation between."""
    sure = {True: set[str](), False: set[str]()}
    for row in aliases:
        if row["match"] not in AMBIGUOUS:
            any_case = row["match"] == "any_case"
            sure[any_case].add(row["alias"].lower() if any_case else row["alias"])
    wrong = []
    for row in (row for row in aliases if row["match"] == "list_only"):
        items = [
            item.strip(" .")
            for item in re.split(
                r"[,/():]|\b(?:and|or|with|in|of|using|such as|like)\b", row["example"]
            )
        ]
        others = [item for item in items if item != row["alias"]]
        if row["alias"] not in items or not any(
            item in sure[False] or item.lower() in sure[True] for item in others
        ):
            wrong.append(row["alias"])
    assert wrong == []


def test_companies_have_valid_facts_with_evidence(companies: list[dict[str, str]]) -> None:
    assert repeated(row["company"].casefold() for row in companies) == []
    for row in companies:
        industries = row["industries"].split(";") if row["industries"] else []
        assert set(industries) <= INDUSTRIES, row
        assert len(set(industries)) == len(industries), row
        assert row["size_band"] in SIZE_BANDS, row
        assert re.fullmatch(r"([A-Z]{2})?", row["headquarters_country"]), row
        assert row["company"], row
        assert row["evidence"], row
        assert date.fromisoformat(row["evidence_date"]), row


def test_every_reviewed_board_has_a_company(companies: list[dict[str, str]]) -> None:
    known = {row["company"] for row in companies}
    boards = sorted((COMPANIES.parent / "boards").glob("*.csv"))
    assert len(boards) > 20
    missing = {
        f"{path.stem}: {row['company']}"
        for path in boards
        for row in csv_rows(path)
        if row["origin"] == "reviewed" and row["company"] not in known
    }
    assert missing == set()
