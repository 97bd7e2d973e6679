"""A recording that a test writes, with the answers it gives."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from orchestration.recordings.recording import Recording


def write_recording(
    folder: Path, answers: Iterable[dict[str, Any]], boards: str = "x,y"
) -> Recording:
    """Write a recording and load it.

    Each answer has a url and, where they are not the usual ones, text, status and headers. `boards`
    holds a line `ats,board` for each board.
    """
    folder.mkdir(exist_ok=True)
    with (folder / "index.jsonl").open("w", encoding="utf-8") as index:
        for number, answer in enumerate(answers):
            (folder / str(number)).write_text(answer.get("text", ""), encoding="utf-8")
            row = {"method": "GET", "status": 200, "headers": {}, "body": str(number), **answer}
            index.write(json.dumps({k: v for k, v in row.items() if k != "text"}) + "\n")
    (folder / "boards.csv").write_text(f"ats,board\n{boards}\n", encoding="utf-8")
    return Recording.load(folder)
