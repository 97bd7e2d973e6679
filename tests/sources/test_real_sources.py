"""Real boards, from a folder beside the checkout: every posting is read.

Skipped without the folder. The counts are those of the folder when the test was written.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from orchestration.http.responses import HttpAnswer
from orchestration.recordings.recording import Recording
from orchestration.sources import all_sources
from orchestration.sources._toolkit.errors import Incomplete
from orchestration.sources._toolkit.listing import Listing
from tests.paths import REAL

pytestmark = pytest.mark.skipif(not (REAL / "index.jsonl").is_file(), reason="no real recordings")


def read_all(ats: str) -> tuple[list[Listing], Counter[str]]:
    """Every listing of a source in the folder, and the count of each outcome."""
    recording = Recording.load(REAL)
    listings: list[Listing] = []
    ends: Counter[str] = Counter()

    def get(url: str, **_: Any) -> HttpAnswer:
        found = recording.find("GET", url)
        assert found is not None, url
        return HttpAnswer(url, found.status, found.headers, found.content)

    source = all_sources()[ats]
    for board in [board for name, board, _ in recording.boards if name == ats]:
        ends["boards"] += 1
        seen = set()
        try:
            for posting in source.postings(board, get):
                listing = source.read(posting, board)
                ends["postings"] += 1
                if listing is None:
                    ends["not listed"] += 1
                    continue
                assert listing.native_id not in seen
                seen.add(listing.native_id)
                listings.append(listing)
        except Incomplete:
            ends["incomplete"] += 1
    return listings, ends


def test_ashby() -> None:
    listings, ends = read_all("ashby")
    assert ends == {"boards": 225, "postings": 4472}
    assert sum(len(row.places) for row in listings) == 8447
    assert sum(bool(row.pays) for row in listings) == 1634
    assert sum(len(row.pays) for row in listings) == 3587
    assert sum(row.pay_text is not None for row in listings) == 1634
    remote = Counter(row.is_remote for row in listings)
    assert remote == {True: 2387, False: 1480, None: 605}
    assert all(row.url and row.description_html and row.published_at for row in listings)


def test_greenhouse() -> None:
    listings, ends = read_all("greenhouse")
    # 1 prospect post (canonical 2169848); amplitude is trimmed to 2 of 37 announced postings
    assert ends == {"boards": 13, "postings": 3169, "not listed": 1, "incomplete": 1}
    assert len(listings) == 3168
    assert all(row.opening_id and row.places and row.url and row.updated_at for row in listings)
    assert sum(row.company is not None for row in listings) == 2978
    assert sum(row.workplace is not None for row in listings) == 649
    assert sum(row.description_html is not None for row in listings) == 192
    assert not [row.url for row in listings if "gh_src" in str(row.url)]
    assert not [row for row in listings if "&lt;p&gt;" in str(row.description_html)]
    bare = [row for row in listings if row.places[0].text in ("Hybrid", "In-Office")]
    assert bare
    assert all(len(row.places) > 1 for row in bare)


def test_lever() -> None:
    listings, ends = read_all("lever")
    assert ends == {"boards": 2, "postings": 4}
    assert Counter(row.workplace for row in listings) == {"remote": 2, "hybrid": 2}
    assert sum(len(row.pays) for row in listings) == 1
    assert all(row.description_html and row.published_at for row in listings)
