"""`python -m benchmarks.quality --real DIR [--json FILE]`: one table of all measures."""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.quality import Measure, all_measures


def as_json(measures: list[Measure]) -> dict[str, dict[str, float | int | bool | None]]:
    """{measure: {value, n, bar, met}}."""
    return {
        m.measure: {"value": round(m.value, 4), "n": m.n, "bar": m.bar, "met": m.met}
        for m in measures
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, help="folder with the real data")
    parser.add_argument("--json", type=Path, help="write the measures here, too")
    parsed = parser.parse_args()
    measures: list[Measure] = []
    print(f"{'measure':58s} {'n':>7s} {'value':>8s} {'bar':>10s}  met")
    with tempfile.TemporaryDirectory(prefix="quality-") as work:
        for m in all_measures(parsed.real, Path(work)):
            measures.append(m)
            bar = "" if m.bar is None else f"{'≤' if m.at_most else '≥'} {m.bar:.1%}"
            met = {None: "", True: "yes", False: "NO"}[m.met]
            print(f"{m.measure:58s} {m.n:7,d} {m.value:8.2%} {bar:>10s}  {met}", flush=True)
    if parsed.json:
        parsed.json.write_text(json.dumps(as_json(measures), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
