"""The pages of a release in a real browser: they open from disk, without an error, and say it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestration.publish import docs_page
from tests.browser import needs_browser, started

pytestmark = needs_browser
MODEL = "#!/model/model.hiring_ledger.fct_listings"
HOSTILE = (
    "so <!-- <script> </SCRIPT ><script>document.title = 'owned'</script> &amp; \u2028 it ends"
)


class Opened:
    """A page, and what the browser complained of while it was open."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(request.url))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def text(self, file: Path, fragment: str = "") -> str:
        """What a reader sees of a file, once it is quiet."""
        self.page.goto(file.resolve().as_uri() + fragment)
        self.page.wait_for_load_state("networkidle")
        return str(self.page.inner_text("body"))


def click(opened: Opened, text: str) -> None:
    """Click what has this text, the first that is visible."""
    opened.page.get_by_text(text, exact=True).filter(visible=True).first.click()
    opened.page.wait_for_load_state("networkidle")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with started() as chromium:
        yield chromium


@pytest.fixture
def opened(browser: Any) -> Iterator[Opened]:
    page = browser.new_page()
    yield Opened(page)
    page.close()


@pytest.fixture
def notice(sample_home: Path) -> str:
    return str(json.loads((sample_home / "current/manifest.json").read_text("utf-8"))["notice"])


def test_the_index_page_leads_to_the_pages_and_files(
    sample_home: Path, notice: str, opened: Opened
) -> None:
    current = sample_home / "current"
    text = opened.text(current / "index.html")
    assert opened.complaints == []
    assert notice in text
    links = opened.page.eval_on_selector_all("a", "links => links.map(a => a.getAttribute('href'))")
    paths = {link.partition("#")[0] for link in links} - {""}
    assert [path for path in paths if not (current / path).is_file()] == []
    pages = {f"{folder.parent.name}/index.html" for folder in current.glob("*/index.html")}
    assert pages == {path for path in paths if path.endswith("/index.html")}
    opened.page.get_by_role("link", name="AI report", exact=True).first.click()
    opened.page.wait_for_load_state("networkidle")
    assert "What AI work pays" in opened.page.inner_text("h1")
    assert opened.complaints == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("report/index.html", "From a figure to its listings"),
        ("methodology/index.html", "Inconsistencies of the reference report"),
        ("coverage/index.html", "Greenhouse"),
        ("quality/index.html", "Accuracy of the inferences"),
        ("quality/checks.html", "core/fct_listings"),
        ("quality/nights.html", "Figures of the built tables"),
    ],
)
def test_a_page_opens(sample_home: Path, notice: str, opened: Opened, name: str, said: str) -> None:
    text = opened.text(sample_home / "current" / name)
    assert opened.complaints == []
    assert notice in text
    assert said in text


def test_docs_show_a_model(sample_home: Path, notice: str, opened: Opened) -> None:
    """The tree beside it: its own folder open, another one after a click. Unit tests and data
    tests, with the access and the group of the model."""
    text = opened.text(sample_home / "current" / "docs" / "index.html", MODEL)
    assert opened.complaints == []
    assert notice in text
    assert "One row per listing that is open on the night" in text
    for column in ("listing_id", "annual_salary_usd", "first_seen_date"):
        assert re.search(rf"\b{column}\b", text), column
    assert re.search(r"ACCESS\s+public", text)
    assert re.search(r"CONTRACT\s+Enforced", text)
    assert "fct_listing_technologies" in text.replace("\n", "")
    assert "mart_remote_by_segment" not in text, "the folder of marts is closed at first"
    click(opened, "marts")
    assert "mart_remote_by_segment" in opened.page.inner_text("body").replace("\n", "")
    click(opened, "Unit Tests")
    shown = opened.page.inner_text("body").replace("\n", "")
    assert "several_tiers_count_once_and_not_read_is_not_not_stated" in shown
    opened.page.locator("a:text-is('Data Tests')").click()
    opened.page.wait_for_load_state("networkidle")
    shown = opened.page.inner_text("body").replace("\n", "")
    assert "relationships_fct_listings_" in shown
    assert opened.complaints == []


def test_docs_begin_with_the_overview(sample_home: Path, opened: Opened) -> None:
    """And lead to exposures, with their pages, and to groups: the models of a topic together,
    whatever their layer's folder."""
    docs = sample_home / "current" / "docs" / "index.html"
    text = opened.text(docs)
    assert opened.complaints == []
    for heading in ("Hiring Ledger", "Where to begin", "Layers", "How to read a figure", "Licence"):
        assert heading in [h.strip() for h in opened.page.locator("h1, h2").all_inner_texts()]
    assert "what these pages call warehouse.core.fct_listings is core.fct_listings there" in text
    for name in ("Exposures", "Analysis", "marts.duckdb"):  # down the tree beside the page
        click(opened, name)
    assert "All tables of core and marts as a DuckDB database" in opened.page.inner_text("body")
    click(opened, "Group")
    click(opened, "pay")
    assert "int_pay__annualised" in opened.page.inner_text("body").replace("\n", "")
    text = opened.text(docs, "#!/exposure/exposure.hiring_ledger.report_page")
    assert "Key findings, charts and tables about AI work" in text
    assert "Hiring Ledger maintainers" in text
    assert "mart_salary_by_technology" in text
    link = opened.page.get_by_role("link", name="View this exposure")
    target = (docs.parent / str(link.get_attribute("href"))).resolve()
    assert target == (sample_home / "current" / "report" / "index.html").resolve()
    assert opened.complaints == []


def test_docs_have_nothing_of_a_run_or_a_machine() -> None:
    def file(number: int, nodes: list[str]) -> str:
        run = {key: f"{key} {number}" for key in docs_page.OF_THE_RUN}
        made = {key: f"{key} {number}" for key in docs_page.OF_THE_FILES}
        columns = {"title": {}, "created_at": {"name": "created_at"}}
        node = {"columns": columns, "depends_on": nodes[:1], **made}
        return json.dumps(
            {
                "metadata": {"dbt_version": "1", **run},
                "nodes": {name: {"name": name, **node, "depends_on": []} for name in nodes},
                "child_map": dict.fromkeys(nodes, nodes),
                "errors": None,
            }
        )

    one, other = (docs_page.stable(file(1, ["a", "b"])), docs_page.stable(file(2, ["b", "a"])))
    assert one == other
    read = json.loads(one)
    assert read["metadata"] == {"dbt_version": "1"}
    assert list(read["nodes"]["a"]["columns"]) == ["title", "created_at"]


def test_no_description_breaks_the_docs(sample_home: Path, tmp_path: Path, opened: Opened) -> None:
    """The same page with a description, a macro and a test that would end or hide the script."""
    (made,) = (sample_home / "work" / "dbt").glob("docs-*/")
    template, manifest, catalog = ((made / n).read_text("utf-8") for n in docs_page.PARTS)
    changed = json.loads(manifest)
    model = changed["nodes"]["model.hiring_ledger.fct_listings"]
    model["raw_code"] = model["columns"]["title"]["description"] = HOSTILE
    model["description"] = f'`{HOSTILE}` "CATALOG.JSON INLINE DATA" </body>'
    next(iter(changed["macros"].values()))["macro_sql"] = HOSTILE
    page = tmp_path / "index.html"
    hostile = json.dumps(changed, ensure_ascii=False)
    page.write_text(docs_page.assemble(template, hostile, catalog, HOSTILE), "utf-8")
    text = opened.text(page, MODEL)
    assert opened.complaints == []
    assert HOSTILE in text, "the notice is not shown as it is written"
    assert text.count("document.title") >= 2, "the description or the code is not shown"
    assert opened.page.title() == "dbt Docs"
    assert "annual_salary_usd" in text
