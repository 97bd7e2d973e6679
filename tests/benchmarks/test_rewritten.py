"""A posting that is written otherwise gets the same answers: hand-written ones by every rewrite."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.quality._data import Given
from benchmarks.rewritten.compare import differences
from benchmarks.rewritten.rewrites import GROUPS
from orchestration.sources._toolkit.listing import Listing, Place
from tests.benchmarks.postings_abroad import POSTINGS_ABROAD, SAID

HTML = """
<h2>About us</h2>
<p>Acme bakes bread. We are 40 people - half of them bakers - and we’re proud of it. We
do not sponsor visas. It's fun!</p>
<h2>Responsibilities</h2>
<ul><li>Develop services in Python, Go, and Rust</li>
<li>Plan, build and run Kubernetes clusters</li></ul>
<h2>Requirements</h2>
<ul>
<li>5+ years of experience in software engineering, including 2+ years as a lead</li>
<li>A Bachelor's degree in physics, or equivalent experience</li>
<li>Strong knowledge of PostgreSQL, Kafka and Terraform, and proficiency in Python</li>
<li><p>You will write tests; we do not care about “certificates” from Société Générale</p></li>
</ul>
<h2>Nice to have</h2>
<p>Nothing else is needed. Really.</p>
<h2>Pay and place</h2>
<p>The base salary range is $150,000 - $180,000 per year. You work on-site 3 days per week in
our office in Boston, and it is not fully remote.</p>
"""
FOREIGN = "<p>The salary is £60,000 – £70,000 a year, or £65k on average of all bakers.</p>"
POSTINGS: list[Given] = [
    ("greenhouse", f"hidden_{board}", Listing(board, title, description_html=html, places=(place,)))
    for board, title, html, place in (
        (
            "one",
            "Senior Software Engineer, Machine Learning",
            HTML,
            Place("Boston, TX or Austin, TX"),
        ),
        ("two", "Sr. Full Stack Engineer II", HTML, Place("Remote - United States")),
        ("three", "Senior Backend Engineer", HTML + FOREIGN, Place("London, United Kingdom")),
        ("four", "Software Engineer, Search", FOREIGN, Place("Remote, US")),
        ("five", "Support Engineer", HTML, Place("Austin, TX; Remote, USA")),
        ("six", "Engineering Manager", HTML, Place("Austin, TX")),
    )
]


@pytest.mark.night
@pytest.mark.parametrize("group", GROUPS)
def test_what_is_read_does_not_follow_how_a_posting_is_written(group: str, tmp_path: Path) -> None:
    postings = POSTINGS_ABROAD if "abroad" in group else POSTINGS
    found = list(differences(postings, GROUPS[group], tmp_path / "home"))
    assert found == []


@pytest.mark.night
def test_postings_in_other_languages_are_read(tmp_path: Path) -> None:
    """Without its text a posting says nothing, so what differs is what its text says."""
    nothing = {"nothing": lambda listing: replace(listing, description_html="<p>-</p>")}
    read: dict[str, dict[str, str | None]] = {name: {} for name in SAID}
    for one in differences(POSTINGS_ABROAD, nothing, tmp_path / "home"):
        read[one.posting[2]][one.field] = one.before
    assert {name: {f: read[name].get(f) for f in said} for name, said in SAID.items()} == SAID


@pytest.mark.parametrize("group", GROUPS)
def test_every_rewrite_changes_a_posting(group: str) -> None:
    listings = [listing for _, _, listing in POSTINGS + POSTINGS_ABROAD]
    same = {
        rule
        for rule, rewrite in GROUPS[group].items()
        if [rewrite(listing) for listing in listings] == listings
    }
    assert same == set()
