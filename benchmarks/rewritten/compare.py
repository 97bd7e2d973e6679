"""What is read of postings and of their rewrites, from one warehouse."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality._data import Given
from benchmarks.quality._warehouse import build
from benchmarks.rewritten.rewrites import Rewrite

MODELS = [
    "fct_listings", "fct_listing_places", "fct_listing_pay_ranges", "fct_listing_technologies",
]  # fmt: skip
ANSWERS = """
    with pay as (
        select listing_id, list_sort(list(distinct concat_ws(' ', salary_min, salary_max,
            salary_currency, salary_interval, exclusion_reason))) as answer
        from core.fct_listing_pay_ranges
        group by listing_id
    ),
    places as (
        select listing_id, list_sort(list(distinct concat_ws(' ', city_name, region_code,
            country_code, world_region))) as answer
        from core.fct_listing_places
        group by listing_id
    ),
    technologies as (
        select listing_id, list_sort(list(technology_id)) as answer
        from core.fct_listing_technologies
        where is_counted
        group by listing_id
    )
    select
        ats,
        split_part(listing_id, ':', 2) as board,
        split_part(listing_id, ':', 3) as native_id,
        {
            'software': is_software::varchar,
            'role family': role_family,
            'seniority': seniority,
            'work arrangement': workplace,
            'visa': visa_sponsorship,
            'degree': concat_ws(' ', degree, degree_level),
            'clearance': security_clearance,
            'years': experience_years::varchar,
            'pay': pay.answer::varchar,
            'places': places.answer::varchar,
            'technologies': technologies.answer::varchar
        } as answers
    from core.fct_listings
    left join pay using (listing_id)
    left join places using (listing_id)
    left join technologies using (listing_id)
"""
"""A row per listing; an answer is null where nothing is read."""
Posting = tuple[str, str, str]
"""(ats, board, native id)."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is read otherwise of a posting that a rule has rewritten."""

    rule: str
    posting: Posting
    field: str
    before: str | None
    after: str | None


def differences(
    postings: Sequence[Given], rules: Mapping[str, Rewrite], home: Path
) -> Generator[Difference]:
    """Build one warehouse in `home` and compare each rewrite with its posting."""
    names = ["", *rules]
    with closing(build(_rewritten(postings, rules), home, MODELS)) as warehouse:
        answers: dict[str, dict[Posting, dict[str, Any]]] = {name: {} for name in names}
        for ats, board, native_id, found in warehouse.execute(ANSWERS).fetchall():
            number, _, own = board.partition("_")
            answers[names[int(number[1:])]][ats, own, native_id] = found
    for rule in rules:
        for posting, said in answers[rule].items():
            for field, before in answers[""][posting].items():
                if said[field] != before:
                    yield Difference(rule, posting, field, before, said[field])


def _rewritten(postings: Sequence[Given], rules: Mapping[str, Rewrite]) -> Iterator[Given]:
    """Each posting and its rewrites, by rule on boards of their own. What all postings of a board
    share counts, so a board has all of them, also those that the rule does not change."""
    for ats, board, listing in postings:
        yield ats, f"w0_{board}", listing
        for number, rewrite in enumerate(rules.values(), start=1):
            yield ats, f"w{number}_{board}", rewrite(listing)
