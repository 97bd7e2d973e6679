"""Single answers of real boards, from a folder beside the checkout: every field is read.

Skipped without the folder. `real_payloads.json` holds the number of listings of each file and a
digest of them, which were compared field by field with the answer by a person; it has no text of an
employer. Not here: whole boards (test_real_sources).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Incomplete, NotFound
from orchestration.sources._toolkit.listing import Listing, Posting
from tests.fakes import FakeGetter
from tests.paths import REAL

FOLDER = REAL / "payloads"
EXPECTED = json.loads(Path(__file__).with_name("real_payloads.json").read_text())
SOURCES = all_sources()
needs_real_answers = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no folder of real answers beside the checkout"
)

How = str | Callable[[Any], list[Posting]]
WHOLE, TRIMMED = "ends normally", "ends in Incomplete: rows or the announced number were cut out"


def itself(rows: list[Posting]) -> list[Posting]:
    """Version 1 of a list, which `postings` does not request any more but `read` still reads."""
    return rows


def with_detail(page: Posting) -> list[Posting]:
    """A page of one posting, as `detail` leaves it beside the list's two fields."""
    return [{"Id": page["Id"], "Title": page["Title"], "detail": page}]


FILES: dict[str, tuple[str, str, How]] = {
    "ashby/careerkit_ashby.json": ("ashby", "HighlightTA", WHOLE),
    "ashby/ergon_ashby_sample.json": ("ashby", "ramp", WHOLE),
    "bamboohr/careerkit_bamboohr.json": ("bamboohr", "acme", TRIMMED),
    "bamboohr/ergon_bamboohr_jobs.json": ("bamboohr", "acme", WHOLE),
    "breezy/ergon_breezy_jobs.json": ("breezy", "10-4-truck-recruiting", WHOLE),
    "eightfold/careerkit_eightfold.json": ("eightfold", "v2.albemarle.albemarle.com", TRIMMED),
    "eightfold/ergon_eightfold_jobs.json": ("eightfold", "v2.fcx.fcx.com", TRIMMED),
    "greenhouse/canonical_2023-08-08_content.json": ("greenhouse", "canonical", WHOLE),
    "greenhouse/careerkit_greenhouse.json": ("greenhouse", "amplitude", TRIMMED),
    "greenhouse/ergon_greenhouse_sample.json": ("greenhouse", "airbnb", TRIMMED),
    "greenhouse/jobsxplo_airbnb_2026-08-22.json": ("greenhouse", "airbnb", WHOLE),
    "greenhouse/jobsxplo_anthropic_2026-08-22.json": ("greenhouse", "anthropic", WHOLE),
    "greenhouse/jobsxplo_cloudflare_2026-08-22.json": ("greenhouse", "cloudflare", WHOLE),
    "greenhouse/jobsxplo_databricks_2026-08-22.json": ("greenhouse", "databricks", WHOLE),
    "greenhouse/jobsxplo_discord_2026-08-22.json": ("greenhouse", "discord", WHOLE),
    "greenhouse/jobsxplo_dropbox_2026-08-22.json": ("greenhouse", "dropbox", WHOLE),
    "greenhouse/jobsxplo_duolingo_2026-08-22.json": ("greenhouse", "duolingo", WHOLE),
    "greenhouse/jobsxplo_figma_2026-08-22.json": ("greenhouse", "figma", WHOLE),
    "greenhouse/jobsxplo_instacart_2026-08-22.json": ("greenhouse", "instacart", WHOLE),
    "greenhouse/jobsxplo_robinhood_2026-08-22.json": ("greenhouse", "robinhood", WHOLE),
    "greenhouse/jobsxplo_stripe_2026-08-22.json": ("greenhouse", "stripe", WHOLE),
    "icims/careerkit_icims.html": ("icims_classic", "wipfli", WHOLE),
    "jobvite/careerkit_jobvite.html": ("jobvite", "feedingamerica", WHOLE),
    "join/ergon_join_page.html": ("join", "onetwosocial", WHOLE),
    "lever/careerkit_lever.json": ("lever", "idealistconsulting", WHOLE),
    "lever/ergon_lever_sample.json": ("lever", "spotify", WHOLE),
    "oracle/careerkit_oracle_orc.json": ("oracle", "ejov.fa.us2.CX_1", TRIMMED),
    "oracle/careerkit_oracle_orc_detail.json": ("oracle", "ejov.fa.us2.CX_1", with_detail),
    "paylocity/careerkit_paylocity.html": (
        "paylocity",
        "211e692d-c45a-4e3a-ae01-3e497af97929",
        WHOLE,
    ),
    "personio/careerkit_personio.xml": ("personio", "acme", WHOLE),
    "personio/ergon_personio_live.xml": ("personio", "personio", WHOLE),
    "personio/ergon_personio_sample.xml": ("personio", "personio", WHOLE),
    "phenom/careerkit_phenom.html": ("phenom", "careers.phenom.com.global-en", TRIMMED),
    "pinpoint/careerkit_pinpoint.json": ("pinpoint", "acme", WHOLE),
    "pinpoint/ergon_pinpoint_jobs.json": ("pinpoint", "aawdc", WHOLE),
    "recruitee/careerkit_recruitee.json": ("recruitee", "acme", WHOLE),
    "recruitee/ergon_recruitee_sample.json": ("recruitee", "channable", WHOLE),
    "rippling/careerkit_rippling.json": ("rippling", "acme", itself),
    "rippling/ergon_rippling_jobs.json": ("rippling", "11fs-group-ltd", itself),
    "smartrecruiters/careerkit_smartrecruiters.json": ("smartrecruiters", "Knight", WHOLE),
    "smartrecruiters/ergon_smartrecruiters_sample.json": ("smartrecruiters", "Visa", TRIMMED),
    "teamtailor/careerkit_teamtailor.json": ("teamtailor", "career", WHOLE),
    "teamtailor/ergon_teamtailor_jobs.json": ("teamtailor", "1komma5", WHOLE),
    "workable/careerkit_workable.json": ("workable", "zaelab", WHOLE),
    "workable/ergon_workable_sample.json": ("workable", "zego", WHOLE),
    "workday/careerkit_workday.json": ("workday", "redhat.wd5.jobs", WHOLE),
    "workday/ergon_workday_sample.json": (
        "workday",
        "nvidia.wd5.NVIDIAExternalCareerSite",
        TRIMMED,
    ),
}
BOARDS = {file.split("/")[0]: (ats, board) for file, (ats, board, _) in FILES.items()}


def found() -> list[str]:
    return sorted(f.relative_to(FOLDER).as_posix() for f in FOLDER.rglob("*") if f.is_file())


def answering(file: str) -> FakeGetter:
    """A getter with one answer for every request, and without a feed in another format."""
    content = (FOLDER / file).read_bytes()

    def answer(url: str, _body: Any) -> Any:
        return NotFound(url) if url.partition("?")[0].endswith("/jobs.rss") else content

    return FakeGetter(answer)


def read(file: str) -> list[Listing | None]:
    """The listings of a file of the table; it must end as the table says."""
    ats, board, how = FILES[file]
    postings: list[Posting] = []
    if callable(how):
        postings = how(answering(file)("file").json())
    else:
        end = WHOLE
        try:
            for posting in SOURCES[ats].postings(board, answering(file)):
                postings.append(posting)
        except Incomplete:
            end = TRIMMED
        assert end == how
    return [SOURCES[ats].read(posting, board) for posting in postings]


def digest(listings: list[Listing]) -> str:
    """Every field with a value, so that a new field of Listing changes no expectation."""
    rows = [
        asdict(row, dict_factory=lambda pairs: {k: v for k, v in pairs if v not in (None, ())})
        for row in listings
    ]
    text = json.dumps(rows, sort_keys=True, ensure_ascii=False, default=lambda at: at.isoformat())
    return hashlib.sha256(text.encode()).hexdigest()


def test_every_file_of_the_table_has_its_expectation() -> None:
    assert list(FILES) == sorted(EXPECTED)
    assert all(ats in SOURCES for ats, _, _ in FILES.values())


@needs_real_answers
@pytest.mark.parametrize("file", FILES)
def test_an_answer_is_read_to_the_last_field(file: str) -> None:
    listings = [row for row in read(file) if row is not None]
    assert {"listings": len(listings), "digest": digest(listings)} == EXPECTED[file]


@needs_real_answers
def test_every_posting_of_a_file_without_an_expectation_is_read() -> None:
    """Files that come later, of sources that exist; an unreadable posting or file fails."""
    counts = {}
    for file in sorted({*found()} - {*FILES}):
        folder = file.split("/")[0]
        ats, board = BOARDS.get(folder, (folder, "acme"))
        if ats in SOURCES:
            counts[file] = 0
            with suppress(Incomplete):
                for posting in SOURCES[ats].postings(board, answering(file)):
                    SOURCES[ats].read(posting, board)
                    counts[file] += 1
    assert [file for file, count in counts.items() if count == 0] == []
