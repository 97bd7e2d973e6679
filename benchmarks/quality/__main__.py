"""`python -m benchmarks.quality --real DIR [--cases FILE]`: every measure of every inference."""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.quality import Measure, measured, modules
from benchmarks.quality._data import Data
from benchmarks.quality._warehouse import build

HEAD = f"{'measure':58s} {'n':>6s} {'value':>8s}   {'target':>8s} {'':8s}  {'teaching':>15s}"
HEAD += f" {'telling':>15s} {'gap':>7s} {'by employer':>15s}"


def as_json(data: Data, measures: dict[str, list[Measure]]) -> dict[str, Any]:
    """The measures by module, without details, for the quality page; None where nothing ran."""
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "data_until": data.until,
        "inferences": [
            {
                "id": module.__name__.rpartition(".")[2],
                "title": module.TITLE,
                "about": module.ABOUT,
                "measures": [
                    _as_json(m) for m in measures[module.__name__] if not m.claim.is_detail
                ],
            }
            for module in modules()
            if measures.get(module.__name__)
        ],
    }


def _as_json(m: Measure) -> dict[str, Any]:
    return {
        "measure": m.claim.measure,
        "about": m.claim.about,
        "value": _rounded(m.value),
        "interval": m.interval and [_rounded(end) for end in m.interval],
        "n": m.n,
        "bar": m.claim.bar,
        "at_most": m.claim.at_most,
        "state": m.state,
        "not_run": m.claim.not_run,
        "teaching": _rounded(m.teaching),
        "n_teaching": m.n_teaching,
        "telling": _rounded(m.telling),
        "n_telling": m.n_telling,
        "gap": _rounded(m.gap),
        "by_employer": _rounded(m.by_employer),
        "employers": m.employers,
    }


def as_line(m: Measure) -> str:
    """One line of the table."""
    bar = "" if m.claim.bar is None else f"{'≤' if m.claim.at_most else '≥'} {m.claim.bar:.1%}"
    line = f"{m.claim.measure:58s} {m.n:6,d} {_percent(m.value)}   {bar:>8s} {m.state:8s} "
    line += f" {_percent(m.teaching)} {_count(m.n_teaching)} {_percent(m.telling)}"
    gap = "" if m.gap is None else f"{100 * m.gap:+.1f}"
    line += f" {_count(m.n_telling)} {gap:>7s} {_percent(m.by_employer)} {_count(m.employers)}"
    return line.rstrip() + (f"  {m.claim.not_run}" if m.claim.not_run else "")


def run(data: Data, home: Path, only: list[str]) -> Iterator[tuple[str, Measure]]:
    """Build one warehouse from all listings, and yield (module, measure)."""
    given = [row for module in modules() if hasattr(module, "given") for row in module.given(data)]
    chosen = modules(only)
    select = sorted({model for module in chosen for model in module.MODELS})
    with build([*data.recorded, *data.hidden, *given], home, select) as warehouse:
        for module in chosen:
            for claim in module.claims(data, warehouse):
                yield module.__name__, measured(claim)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, help="folder with the real data")
    parser.add_argument("--cases", type=Path, help="file of hand cases, one JSON object a line")
    parser.add_argument("--only", nargs="*", default=[], help="measure only these modules")
    parser.add_argument("--work", type=Path, help="keep the warehouse here; build what changed")
    parser.add_argument("--json", type=Path, help="write the measures here, too")
    parser.add_argument("--failing", action="store_true", help="print the hand cases that fail")
    parsed = parser.parse_args()
    data = Data(parsed.real, parsed.cases, parsed.failing)
    measures: dict[str, list[Measure]] = {}
    print(HEAD)
    with _folder(parsed.work) as home:
        for module, m in run(data, home, parsed.only):
            measures.setdefault(module, []).append(m)
            print(as_line(m), flush=True)
    if parsed.json:
        parsed.json.write_text(
            json.dumps(as_json(data, measures), indent=1, ensure_ascii=False) + "\n", "utf-8"
        )


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work:
        yield work.absolute() / "home"
        return
    with tempfile.TemporaryDirectory(prefix="quality-") as folder:
        yield Path(folder) / "home"


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _percent(share: float | None) -> str:
    return f"{'':8s}" if share is None else f"{share:8.2%}"


def _count(n: int) -> str:
    return f"({n:,d})".rjust(7) if n else f"{'':7s}"


if __name__ == "__main__":
    main()
