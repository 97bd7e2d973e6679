"""`python -m benchmarks.rewritten --real DIR [--each N] [--groups GROUP ...] [--show N]`.

Takes up to N postings of each recorded board of `DIR`, without the employer's own fields, writes
each by every rule of the groups, builds one warehouse and compares. Prints for each rule how many
postings it changes, how many of these are read otherwise, and in which fields; behind a field the
number of postings of the half of the employers that only tells (see `quality`).
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from benchmarks.quality import is_teaching
from benchmarks.quality._data import HIDDEN, Data, Given
from benchmarks.rewritten.compare import Difference, differences
from benchmarks.rewritten.rewrites import GROUPS, Rewrite


def chosen(data: Data, each: int) -> list[Given]:
    """Up to `each` postings with a text of every board, by the hash of their ids."""
    boards: dict[tuple[str, str], list[Given]] = defaultdict(list)
    for given in data.hidden:
        if given[2].description_html:
            boards[given[:2]].append(given)
    return [
        given
        for found in boards.values()
        for given in islice(sorted(found, key=lambda one: _hash(one[2].native_id)), each)
    ]


def _hash(native_id: str) -> str:
    return hashlib.sha256(native_id.encode()).hexdigest()


def lines(
    rules: Iterable[str], changed: dict[str, int], found: Iterable[Difference], show: int
) -> Iterator[str]:
    """The lines that are printed."""
    by_rule: dict[str, list[Difference]] = defaultdict(list)
    for difference in found:
        by_rule[difference.rule].append(difference)
    yield f"{'rule':40s} {'postings':>8s} {'read otherwise':>15s}"
    for rule in rules:
        fields: dict[str, list[Difference]] = defaultdict(list)
        for difference in by_rule[rule]:
            fields[difference.field].append(difference)
        counts = (
            f"{field} {len(rows)} ({sum(not is_teaching(_board(row)) for row in rows)})"
            for field, rows in sorted(fields.items(), key=lambda item: -len(item[1]))
        )
        postings = len({row.posting for row in by_rule[rule]})
        yield f"{rule:40.40s} {changed[rule]:8,d} {postings:15,d}  {', '.join(counts)}".rstrip()
        for field, rows in fields.items():
            for row in rows[:show]:
                yield f"    {field} of {':'.join(row.posting)}: {row.before} -> {row.after}"


def _board(difference: Difference) -> str:
    return difference.posting[1].removeprefix(HIDDEN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, required=True, help="folder with a recording")
    parser.add_argument("--each", type=int, default=4, help="postings of a board")
    parser.add_argument("--groups", nargs="*", default=list(GROUPS), choices=list(GROUPS))
    parser.add_argument("--show", type=int, default=0, help="differences of a rule and field")
    parser.add_argument("--work", type=Path, help="keep the warehouse here")
    parsed = parser.parse_args()
    postings = chosen(Data(parsed.real, None), parsed.each)
    rules: dict[str, Rewrite] = {k: v for group in parsed.groups for k, v in GROUPS[group].items()}
    changed = {
        rule: sum(rewrite(listing) != listing for _, _, listing in postings)
        for rule, rewrite in rules.items()
    }
    work = parsed.work or Path(tempfile.mkdtemp(prefix="rewritten-"))
    with closing(differences(postings, rules, work.absolute() / "home")) as found:
        for line in lines(rules, changed, found, parsed.show):
            print(line, flush=True)


if __name__ == "__main__":
    main()
