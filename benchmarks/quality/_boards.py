"""Real listings from a folder of recorded boards, read by the project's sources."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from orchestration.sources import all_sources
from orchestration.sources._toolkit.listing import Listing


def ashby(real: Path) -> Iterator[tuple[str, Listing]]:
    """The board and listing of each posting in `ashby_boards/`."""
    for file in sorted((real / "ashby_boards").glob("*.json.gz")):
        board = file.name.removesuffix(".json.gz")
        with gzip.open(file, "rt", encoding="utf-8") as text:
            yield from _read("ashby", board, json.load(text)["jobs"])


def lever(real: Path) -> Iterator[tuple[str, Listing]]:
    """The file name and listing of each posting in the complete answers of `payloads/lever/`."""
    for file in sorted((real / "payloads" / "lever").glob("*.json")):
        answer = json.loads(file.read_text("utf-8"))
        if isinstance(answer, list):
            yield from _read("lever", file.stem, answer)


def _read(ats: str, board: str, postings: list[Any]) -> Iterator[tuple[str, Listing]]:
    source = all_sources()[ats]
    for posting in postings:
        listing = source.read(posting, board)
        if listing is not None:
            yield board, listing
