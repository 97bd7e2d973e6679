"""Writes a simulated market as a recording, board by board: exchanges, boards, companies, truth."""

from __future__ import annotations

import csv
import hashlib
import json
import zlib
from collections import deque
from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from orchestration.simulator import companies as firms
from orchestration.simulator import postings, text, vendor_formats
from orchestration.simulator.companies import Company
from orchestration.simulator.figures import fit_market
from orchestration.simulator.market import Market, draw
from orchestration.simulator.places import CITIES
from orchestration.simulator.posting import Exchange, Vendor
from orchestration.simulator.sequence import NOISE_FROM, NOISE_SHARE, Firms, draw_firms, sequence
from orchestration.simulator.truth import Writer

_WAITING = 64
"""The most answers in memory: they are compressed while the next are rendered."""


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
    start = max(0, first - listings)
    if figures is None:
        openings = sequence(seed, first + listings, firm)
        seen = draw(seed, openings, start, first - start + listings, firm)
    else:
        seen, met = fit_market(seed, first + listings, listings, firm, figures, len(chosen))
        seen = seen.take(slice(start, None))
        _report(out / "figures_met.csv", met)
    noise, noise_start = _noise(seed, start, first + listings, firm), int(first * NOISE_SHARE)
    software = seen.take(slice(first - start, None))
    still = noise.number >= NOISE_FROM + noise_start
    market = software.join(noise.take(np.flatnonzero(still)))
    known = np.union1d(seen.company, noise.company)
    _write(out, seed, night, firm, chosen, market, set(known.tolist()))


def _noise(seed: int, start: int, end: int, firm: Firms) -> Market:
    """The listings that are not software."""
    start, end = int(start * NOISE_SHARE), int(end * NOISE_SHARE)
    openings = sequence(seed, end, firm, noise=True)
    return draw(seed, openings, start, end - start, firm, noise=True)


def _report(path: Path, met: list[tuple[str, str, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("figure", "target", "true_value", "met"))
        rows.writerows(met)


def _companies(seed: int, firm: Firms, vendors: dict[str, Vendor]) -> Iterator[Company]:
    names = sorted(vendors)
    shares = {name: vendor.share for name, vendor in vendors.items()}
    without_pay_field = [name for name, vendor in vendors.items() if vendor.text_pay >= 1]
    chosen = firms.vendors(seed, len(firm.weight), shares, without_pay_field)
    for number, (ats, first, second, band, city) in enumerate(
        zip(chosen, firm.industry, firm.second, firm.band, firm.city, strict=True)
    ):
        industries = (int(first), int(second))
        yield firms.company(seed, number, names[ats], industries, int(band), CITIES[city].code)


def _write(
    out: Path, seed: int, night: date, firm: Firms, vendors: dict[str, Vendor], market: Market,
    known: set[int],
) -> None:  # fmt: skip
    order = np.argsort(market.company, kind="stable")
    edges = np.searchsorted(market.company[order], np.arange(len(firm.weight) + 1))
    truth = Writer(out / "truth.parquet")
    for ats in vendors:
        (out / "bodies" / ats).mkdir(parents=True, exist_ok=True)
    with (
        (out / "index.jsonl").open("w", encoding="utf-8", newline="\n") as index,
        (out / "boards.csv").open("w", encoding="utf-8", newline="") as boards,
        (out / "companies.csv").open("w", encoding="utf-8", newline="") as profiles,
        ThreadPoolExecutor(2) as pool,
    ):
        board_rows = csv.writer(boards, lineterminator="\n")
        board_rows.writerow(("ats", "board", "company"))
        profile_rows = csv.writer(profiles, lineterminator="\n")
        profile_rows.writerow(
            ("company", "industries", "size_band", "headquarters_country", "evidence",
             "evidence_date")
        )  # fmt: skip
        waiting: deque[Future[str]] = deque()
        for company in _companies(seed, firm, vendors):
            rows = order[edges[company.number] : edges[company.number + 1]]
            if company.number not in known:
                continue
            vendor = vendors[company.ats]
            company = replace(company, board=vendor.board(company.board))
            home = CITIES[firm.city[company.number]]
            both = list(postings.of_company(seed, company, home, vendor, market.take(rows)))
            truth.add(row for _, row in both)
            board_rows.writerow((company.ats, company.board, company.name))
            profile_rows.writerow(
                (company.name, ";".join(company.industries), company.size_band, company.home,
                 "simulated", "2026-10-01")
            )  # fmt: skip
            board = text.board(seed, company)
            shown = [posting for posting, _ in both] + postings.pool(seed, company, vendor)
            answers = vendor.answers(board, shown)
            for number, answer in enumerate(answers):
                name = f"bodies/{company.ats}/{company.board}{f'-{number}' if number else ''}"
                waiting.append(pool.submit(_store, out, name, answer, night))
            while len(waiting) > _WAITING:
                index.write(waiting.popleft().result())
        for future in waiting:
            index.write(future.result())
    truth.close()


def _store(out: Path, name: str, answer: Exchange, night: date) -> str:
    """Write one body; returns its line for the index."""
    form = next((form for form in ("xml", "html") if form in answer.content_type), "json")
    file = f"{name}.{form}.gz"
    (out / file).write_bytes(zlib.compress(answer.body, 1, wbits=31))
    etag = f'W/"{hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()[:32]}"'
    line = {
        "method": answer.method,
        "url": answer.url,
        "status": answer.status,
        "headers": {"content-type": answer.content_type, "etag": etag},
        "body": file,
        "recorded_on": night.isoformat(),
    }
    if answer.request_body is not None:
        line["request_body"] = answer.request_body
    return json.dumps(line) + "\n"
