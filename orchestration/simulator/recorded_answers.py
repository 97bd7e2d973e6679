"""Writes a simulated market as a recording, board by board: exchanges, boards, companies, truth."""

from __future__ import annotations

import csv
import gc
import zlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

import orjson
import pyarrow as pa

from orchestration.simulator import vendor_formats
from orchestration.simulator.draws import Bools
from orchestration.simulator.figures import fit_market
from orchestration.simulator.market import Market, draw_some
from orchestration.simulator.market_in_chunks import cut, in_chunks, owned
from orchestration.simulator.posting import Exchange, Vendor
from orchestration.simulator.posting_boards import board, by_company, pool
from orchestration.simulator.sequence import Firms, draw_firms
from orchestration.simulator.truth import Writer

_LZ4 = pa.Codec("lz4")
"""Less than half of the CPU of zstd at its fastest, and an eighth larger."""
_BUFFER = 1 << 18
"""Bytes of a vendor's answers that are written at a time."""


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
        chunks = cut(market, len(firm.weight))
    with _without_collection():
        _write(out, seed, night, firm, chosen, chunks, known)


def _report(path: Path, met: list[tuple[str, str, str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("figure", "target", "true_value", "met"))
        rows.writerows(met)


@contextmanager
def _without_collection() -> Iterator[None]:
    """No search for cycles meanwhile: none are made, and each one would visit every posting."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write(
    out: Path, seed: int, night: date, firm: Firms, vendors: dict[str, Vendor],
    chunks: Iterator[tuple[range, Market]], known: Bools,
) -> None:  # fmt: skip
    (out / "bodies").mkdir(exist_ok=True)
    with ExitStack() as files:
        index = files.enter_context((out / "index.jsonl").open("wb", buffering=_BUFFER))
        answers = {
            ats: _Answers(files.enter_context((out / _body(ats)).open("wb", _BUFFER)), ats, night)
            for ats in vendors
        }
        boards, profiles = (
            csv.writer(
                files.enter_context((out / name).open("w", encoding="utf-8", newline="")),
                lineterminator="\n",
            )
            for name in ("boards.csv", "companies.csv")
        )
        boards.writerow(("ats", "board", "company"))
        profiles.writerow(
            ("company", "industries", "size_band", "headquarters_country", "evidence",
             "evidence_date")
        )  # fmt: skip
        rows = Writer(out / "truth.parquet")
        for posted, truth in by_company(seed, firm, vendors, chunks):
            rows.add(truth)
            for (company, vendor, _), own in posted:
                if not known[company.number]:
                    continue
                boards.writerow((company.ats, company.board, company.name))
                profiles.writerow(
                    (company.name, ";".join(company.industries), company.size_band, company.home,
                     "simulated", "2026-10-01")
                )  # fmt: skip
                shown = own + pool(seed, company, vendor)
                for answer in vendor.answers(board(seed, company), shown):
                    index.write(answers[company.ats].add(answer))
        rows.close()


def _body(ats: str) -> str:
    return f"bodies/{ats}.lz4"


class _Answers:
    """The answers of a vendor, one after another in a file."""

    def __init__(self, file: BinaryIO, ats: str, night: date) -> None:
        self._file, self._name, self._night, self._end = file, _body(ats), night.isoformat(), 0

    def add(self, answer: Exchange) -> bytes:
        """Write the body of an answer; returns its line for the index."""
        packed = _LZ4.compress(answer.body, asbytes=True)
        etag = f'W/"{zlib.crc32(packed):08x}-{len(packed):x}"'
        line = {
            "method": answer.method,
            "url": answer.url,
            "status": answer.status,
            "headers": {"content-type": answer.content_type, "etag": etag},
            "body": self._name,
            "body_range": (self._end, len(packed)),
            "recorded_on": self._night,
        }
        if answer.request_body is not None:
            line["request_body"] = answer.request_body
        self._file.write(packed)
        self._end += len(packed)
        return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)
