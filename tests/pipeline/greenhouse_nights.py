"""Real answers of three Greenhouse boards on 22 days, as one recording for each night.

`INDEX.csv` of the folder has a row for each stored answer, `<board>/<time>.json.gz` the answer as
the board sent it. The last answer of a day counts; a board without one was not crawled on it.
"""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from orchestration.sources.greenhouse import URL
from tests.paths import REAL

FOLDER = REAL / "greenhouse_nights"


def answers() -> dict[date, dict[str, Path]]:
    """The file of the last answer of each board, by night."""
    found: dict[date, dict[str, Path]] = {}
    for file in sorted(FOLDER.glob("*/*.json.gz")):
        found.setdefault(date.fromisoformat(file.name[:10]), {})[file.parent.name] = file
    return dict(sorted(found.items()))


def jobs(file: Path) -> dict[str, dict[str, Any]]:
    """The postings of an answer, by id, without those of talent pools."""
    rows = json.loads(gzip.decompress(file.read_bytes()))["jobs"]
    return {str(job["id"]): job for job in rows if job.get("internal_job_id", 0) is not None}


def recording(night: date, files: dict[str, Path], folder: Path) -> Path:
    """Write the recording of a night. Its name is the same for each, since a data directory is
    bound to one name."""
    path = folder / night.isoformat() / "greenhouse_nights"
    path.mkdir(parents=True)
    with (path / "index.jsonl").open("w", encoding="utf-8") as index:
        for board, file in files.items():
            shutil.copy(file, path / f"{board}.gz")
            row = {"method": "GET", "url": URL.format(board), "status": 200, "headers": {},
                   "body": f"{board}.gz", "recorded_on": night.isoformat()}  # fmt: skip
            index.write(json.dumps(row) + "\n")
    rows = "".join(f"greenhouse,{board},{board.title()}\n" for board in files)
    (path / "boards.csv").write_text(f"ats,board,company\n{rows}", encoding="utf-8")
    return path
