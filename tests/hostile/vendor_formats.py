"""Hostile postings in the vendors' formats, on boards that are added to a recording."""

from __future__ import annotations

import csv
import json
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.hostile.postings import Posting, posting

BOARD_SIZE = 250


def greenhouse(p: Posting, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "internal_job_id": number,
        "title": p["title"],
        "absolute_url": p["url"],
        "content": p["html"],
        "location": {"name": "; ".join(p["places"] or [])},
        "first_published": p["date"],
        "updated_at": p["date"],
        "departments": [{"name": p["department"]}],
        "company_name": p.get("team"),
        "pay_input_ranges": [
            {
                "min_cents": x["min"],
                "max_cents": x["max"],
                "currency_type": x["currency"],
                "title": x["interval"],
                "blurb": p["pay_text"],
            }
            for x in p["pays"] or []
        ],
    }


def lever(p: Posting, number: int) -> dict[str, Any]:
    places = p["places"] or []
    return {
        "id": f"job-{number}",
        "text": p["title"],
        "hostedUrl": p["url"],
        "descriptionBody": p["html"],
        "createdAt": None if p["date"] is None else 1_790_000_000_000 + number,
        "categories": {
            "location": places[0] if places else None,
            "allLocations": places,
            "department": p["department"],
            "team": p.get("team"),
            "commitment": p.get("employment"),
        },
        "workplaceType": p.get("workplace"),
        "salaryDescriptionPlain": p["pay_text"],
        **({"salaryRange": p["pays"][0]} if p["pays"] else {}),
    }


def ashby(p: Posting, number: int) -> dict[str, Any]:
    places = p["places"] or [""]
    return {
        "id": f"{number}",
        "title": p["title"],
        "jobUrl": p["url"],
        "descriptionHtml": p["html"],
        "isListed": True,
        "location": places[0],
        "secondaryLocations": [{"location": name} for name in places[1:]],
        "isRemote": p["is_remote"],
        "workplaceType": p.get("workplace"),
        "publishedAt": p["date"],
        "department": p["department"],
        "team": p.get("team"),
        "employmentType": p.get("employment"),
        "compensation": {
            "scrapeableCompensationSalarySummary": p["pay_text"],
            "summaryComponents": [
                {
                    "minValue": x["min"],
                    "maxValue": x["max"],
                    "currencyCode": x["currency"],
                    "interval": x["interval"],
                    "compensationType": "Salary",
                }
                for x in p["pays"] or []
            ],
        },
    }


VENDORS: dict[str, tuple[Callable[[Posting, int], dict[str, Any]], str, str]] = {
    "greenhouse": (
        greenhouse,
        "https://boards-api.greenhouse.io/v1/boards/{}/jobs?content=true&pay_transparency=true",
        "jobs",
    ),
    "lever": (lever, "https://api.lever.co/v0/postings/{}?mode=json", ""),
    "ashby": (
        ashby,
        "https://api.ashbyhq.com/posting-api/job-board/{}?includeCompensation=true",
        "jobs",
    ),
}


def add_boards(
    recording: Path, count: int, seed: int, wordings: Sequence[Posting] = ()
) -> list[str]:
    """Add `count` hostile postings to a recording, in boards of their own; the board names."""
    r = random.Random(seed)
    boards = []
    with (
        (recording / "index.jsonl").open("a", encoding="utf-8") as index,
        (recording / "boards.csv").open("a", encoding="utf-8", newline="") as listed,
    ):
        for number, start in enumerate(range(0, count, BOARD_SIZE)):
            ats = list(VENDORS)[number % len(VENDORS)]
            wire, url, key = VENDORS[ats]
            board = f"hostile{number}"
            jobs = [
                wire(posting(r, wordings), i) for i in range(start, min(count, start + BOARD_SIZE))
            ]
            body = recording / f"{board}.json"
            # json.dumps escapes what is no UTF-8, as vendors do.
            body.write_text(json.dumps({key: jobs} if key else jobs), "utf-8")
            answer = {
                "method": "GET",
                "url": url.format(board),
                "status": 200,
                "body": body.name,
                "headers": {"content-type": "application/json"},
            }
            index.write(json.dumps(answer) + "\n")
            csv.writer(listed, lineterminator="\n").writerow([ats, board, ""])
            boards.append(f"{ats}:{board}")
    return boards


def copy_recording(recording: Path, target: Path) -> Path:
    """A copy of a recording that boards can be added to."""
    return shutil.copytree(recording, target)
