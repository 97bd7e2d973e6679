"""Writes a simulated market as a recording, board by board: exchanges, boards, companies, truth."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

import orjson
import pyarrow as pa

from orchestration.simulator import postings, text, vendor_formats
from orchestration.simulator.draws import Bools
from orchestration.simulator.figures import fit_market
from orchestration.simulator.market import Market, draw_some
from orchestration.simulator.market_in_chunks import companies, in_chunks, owned, with_listings
from orchestration.simulator.places import CITIES
from orchestration.simulator.posting import Exchange, Vendor
from orchestration.simulator.sequence import Firms, draw_firms
from orchestration.simulator.truth import Writer

_ZSTD = pa.Codec("zstd", compression_level=-1)
"""Twice as fast as gzip at its fastest, and smaller."""
_BUFFER = 1 << 20
"""Bytes of a board that are written at a time."""


def simulate(
    out: Path,
    listings: int = 2000,
    *,
    seed: int = 1,
    first: int = 0,
    night: date = date(2026, 11, 2),
    figures: Path | None = None,
    vendors: Collection[str] = (),
) -> None:
    """Write the recording of one night: the software listings [first, first + listings) are open.

    A company that had listings before `first` and has none now answers with an empty board. With
    `figures` the market is fitted so that the listings [0, listings) meet them. With `vendors`
    every company is at one of them, else at one that has a share.
    """
    out.mkdir(parents=True, exist_ok=True)
    firm = draw_firms(seed, first + listings)
    chosen = vendor_formats.of_market(vendors)
    start, end = max(0, first - listings), first + listings
    noise = owned(seed, firm, start, first, end, noise=True)
    if figures is None:
        software = owned(seed, firm, start, first, end)
        known = software.is_known | noise.is_known
        chunks = in_chunks(seed, firm, software, noise)
    else:
        seen, met = fit_market(seed, end, listings, firm, figures, len(chosen))
        _report(out / "figures_met.csv", met)
        known = noise.is_known
        known[seen.company[start:]] = True
        other = draw_some(seed, noise.openings, noise.ends, noise.order, firm, noise=True)
        market = seen.take(slice(first, None)).join(other)
        chunks = iter([(range(len(firm.weight)), market)])
    _write(out, seed, night, firm, chosen, chunks, known)


def _report(path: Path, met: list[tuple[str, str, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("figure", "target", "true_value", "met"))
        rows.writerows(met)


def _write(
    out: Path, seed: int, night: date, firm: Firms, vendors: dict[str, Vendor],
    chunks: Iterator[tuple[range, Market]], known: Bools,
) -> None:  # fmt: skip
    truth = Writer(out / "truth.parquet")
    for ats in vendors:
        (out / "bodies" / ats).mkdir(parents=True, exist_ok=True)
    with (
        (out / "index.jsonl").open("wb") as index,
        (out / "boards.csv").open("w", encoding="utf-8", newline="") as boards,
        (out / "companies.csv").open("w", encoding="utf-8", newline="") as profiles,
    ):
        board_rows = csv.writer(boards, lineterminator="\n")
        board_rows.writerow(("ats", "board", "company"))
        profile_rows = csv.writer(profiles, lineterminator="\n")
        profile_rows.writerow(
            ("company", "industries", "size_band", "headquarters_country", "evidence",
             "evidence_date")
        )  # fmt: skip
        for company, rows in with_listings(companies(seed, firm, vendors), chunks):
            if not known[company.number]:
                continue
            vendor = vendors[company.ats]
            company = replace(company, board=vendor.board(company.board))
            home = CITIES[firm.city[company.number]]
            both = list(postings.of_company(seed, company, home, vendor, rows))
            truth.add(row for _, row in both)
            board_rows.writerow((company.ats, company.board, company.name))
            profile_rows.writerow(
                (company.name, ";".join(company.industries), company.size_band, company.home,
                 "simulated", "2026-10-01")
            )  # fmt: skip
            board = text.board(seed, company)
            shown = [posting for posting, _ in both] + postings.pool(seed, company, vendor)
            name = f"bodies/{company.ats}/{company.board}.zst"
            with (out / name).open("wb", buffering=_BUFFER) as bodies:
                for answer in vendor.answers(board, shown):
                    index.write(_store(bodies, name, answer, night))
    truth.close()


def _store(bodies: BinaryIO, name: str, answer: Exchange, night: date) -> bytes:
    """Write one body behind the others of its board; returns its line for the index."""
    packed = _ZSTD.compress(answer.body, asbytes=True)
    etag = f'W/"{hashlib.sha1(packed, usedforsecurity=False).hexdigest()[:32]}"'
    line = {
        "method": answer.method,
        "url": answer.url,
        "status": answer.status,
        "headers": {"content-type": answer.content_type, "etag": etag},
        "body": name,
        "body_range": (bodies.tell(), len(packed)),
        "recorded_on": night.isoformat(),
    }
    if answer.request_body is not None:
        line["request_body"] = answer.request_body
    bodies.write(packed)
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
