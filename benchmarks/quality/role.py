"""`is_software` and the family of work of real listings.

`labelled/drawn_titles.csv` has 300 titles drawn in hash order from the recorded boards, at most
three of a board, half of them from each half of boards, half near software work by their words.
They were read with their department before the rules ran on them, and are named by their hash
only. A family `a|b` means either; where both answers to `is_software` can be argued, the title is
left out. A labelled title that the data given lack is not counted, and how many titles of the data
are drawn and labelled is the number of cases.

Two measures need no labels: listings in departments of other work that count as software, and
listings in departments of software with a plain title of software work that do not.

`labelled/titles.csv` has titles without an employer. Random: labelled with the answer of the rules
in sight. Blind: without the plain cases ("software engineer"), labelled before the rules ran. Hard:
titles for which rules were repaired; they show only that the repair lasts.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import HIDDEN, Data, Given
from orchestration.sources._toolkit.listing import Listing

TITLE = "Software work"
ABOUT = "Whether a listing is software work, and of which family."
MODELS = ("int_titles__role_families", "int_titles__listings")
LABELLED = Path(__file__).parent / "labelled"
RECORDED = f"""
    from intermediate.int_listings__open as listings
    inner join intermediate.int_titles__listings as roles using (listing_id)
    where not starts_with(board, '{HIDDEN}') and ats <> 'labelled'
        and not regexp_matches(board, '^case\\d')
"""
OTHER_DEPARTMENT = (
    r"(?i)^(sales|marketing|finance|accounting|legal|people|hr|human resources"
    r"|customer (support|success|service|experience))\b"
)
NOT_OTHER = r"(?i)engineer|develop|tech|data|product|system|software|security|\bit\b"
SOFTWARE_DEPARTMENT = r"(?i)^(software|engineering|development|software engineering|r&d)$"
SOFTWARE_TITLE = r"(?i)\b(software|developer)\b"
OTHER_TITLE = r"(?i)relations|advoca|account|sales|recruit|product manager|designer|support"


def given(data: Data) -> Iterator[Given]:
    """A listing for each labelled title."""
    for number, label in enumerate(rows("titles")):
        yield "labelled", "titles", Listing(str(number), label["title"])


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """Precision, recall and family of drawn titles, shares by department, and older samples."""
    yield from drawn_claims(warehouse)
    yield from department_claims(warehouse)
    query = "select title, is_software from intermediate.int_titles__role_families"
    ours = dict(warehouse.execute(query).fetchall())
    for picked in ("random", "blind", "hard"):
        both = [
            (label["is_software"] == "true", ours[label["title"].strip()])
            for label in rows("titles")
            if label["picked"] == picked
        ]
        right = [(None, true) for true, said in both if said]
        found = [(None, said) for true, said in both if true]
        yield Claim(f"is_software: precision ({picked} titles)", right, is_detail=True)
        yield Claim(f"is_software: recall ({picked} titles)", found, is_detail=True)


def drawn(
    warehouse: duckdb.DuckDBPyConnection, columns: str, joined: str
) -> Iterator[tuple[str, dict[str, str], tuple[object, ...]]]:
    """The board, label and `columns` of the first listing of each drawn title in the data."""
    labels = {row["title_hash"]: row for row in rows("drawn_titles")}
    query = f"""
        select board, title, {columns}
        from intermediate.int_listings__open as listings {joined}
        where not starts_with(board, '{HIDDEN}') and ats <> 'labelled'
            and not regexp_matches(board, '^case\\d')
        qualify row_number() over (partition by title order by listing_id) = 1
        order by listing_id
    """
    for board, title, *values in warehouse.execute(query).fetchall():
        label = labels.get(hashlib.md5(title.encode(), usedforsecurity=False).hexdigest())
        if label:
            yield board, label, tuple(values)


def drawn_claims(warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    joined = "inner join intermediate.int_titles__listings as roles using (listing_id)"
    found = list(drawn(warehouse, "roles.is_software, roles.role_family", joined))
    why = None if found else "none of the drawn titles is in the data"
    read = [row for row in found if row[1]["is_software"] != "arguable"]
    true = [(board, label, said) for board, label, said in read if label["is_software"] == "true"]
    yield Claim(
        "is_software: precision (drawn titles)",
        [(board, label["is_software"] == "true") for board, label, said in read if said[0]],
        0.96,
        not_run=why,
        about="Of the titles that count as software work, those that are.",
    )
    yield Claim(
        "is_software: recall (drawn titles)",
        [(board, bool(said[0])) for board, _, said in true],
        0.96,
        not_run=why,
        about="Of the titles that are software work, those that count.",
    )
    yield Claim(
        "role family (drawn titles of software work)",
        [(board, said[1] in label["role_family"].split("|")) for board, label, said in true],
        0.93,
        not_run=why,
        about="Of the titles that are software work, those with the right family.",
    )
    yield Claim(
        "role family (drawn titles of other work)",
        [
            (board, said[1] in label["role_family"].split("|"))
            for board, label, said in read
            if label["is_software"] == "false"
        ],
        not_run=why,
        is_detail=True,
    )


def department_claims(warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    wrong = warehouse.execute(
        f"""
        select board, is_software {RECORDED}
            and regexp_matches(department_text, ?) and not regexp_matches(department_text, ?)
        order by listing_id
        """,
        [OTHER_DEPARTMENT, NOT_OTHER],
    ).fetchall()
    yield Claim(
        "is_software: counted in departments of other work",
        wrong,
        0.02,
        at_most=True,
        not_run=None if wrong else "no such department",
        about="Of the listings in sales, marketing, finance, legal or people, those counted.",
    )
    missed = warehouse.execute(
        f"""
        select board, not is_software {RECORDED}
            and regexp_matches(department_text, ?) and regexp_matches(title, ?)
            and not regexp_matches(title, ?)
        order by listing_id
        """,
        [SOFTWARE_DEPARTMENT, SOFTWARE_TITLE, OTHER_TITLE],
    ).fetchall()
    yield Claim(
        "is_software: missed in departments of software",
        missed,
        0.02,
        at_most=True,
        not_run=None if missed else "no such department",
        about='Of the listings in software departments with "software" or "developer" in the '
        "title, those not counted.",
    )


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file in `labelled/`."""
    with (LABELLED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
