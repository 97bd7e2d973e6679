"""Technologies: are the words we count really technologies of the job, and do we find them all?

Precision is over evidence spans that were drawn in hash order and read (`labelled/spans.csv`);
recall is against postings that were read (`labelled/read_postings.csv`) and against the labels of
`real/labelled/skills.jsonl`. Postings are all those in `real` that have a text, software or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.quality import Measure
from benchmarks.quality._warehouse import Given, build
from orchestration.recording import Recording
from orchestration.sources import discover
from orchestration.sources._answers import HttpAnswer
from orchestration.sources._listing import Incomplete

LABELLED = Path(__file__).parent / "labelled"


def listings(real: Path) -> Iterator[Given]:
    """Every recorded listing with a text, of the boards that one GET each can read."""
    recording = Recording.load(real)
    sources = discover()

    def get(url: str, **_: object) -> HttpAnswer:
        found = recording.find("GET", url)
        if found is None:
            raise LookupError(url)
        return HttpAnswer(url, found.status, found.headers, found.content)

    for ats, board, _ in recording.boards:
        if ats not in ("ashby", "greenhouse", "lever"):
            continue
        try:
            for posting in sources[ats].postings(board, get):
                listing = sources[ats].read(posting, board)
                if listing is not None and listing.description_html:
                    yield ats, board, listing
        except Incomplete:
            pass


def measures(real: Path, work: Path) -> Iterator[Measure]:
    yield from ()
