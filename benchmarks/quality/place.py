"""Countries and cities of place texts, against `labelled/geo.jsonl`.

A label is right when the first place our models find in the text is in its country, and a null
label when they find none. Labels are votes of language models. Of our six wrong countries in 400
one is missing in the gazetteer (a village of fewer than 1,000 people); "Soledad, CO" and "Dunkirk"
we read as the cities of Colombia and France, the labels as towns of the United States; and
"Columbus", "Hanover" and "Carlisle" have no country in the labels, where "Peoria" and "Columbia"
have one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import Data, Given
from orchestration.sources._toolkit.listing import Listing, Place

TITLE = "Places"
ABOUT = "How well country and city are read from the words that employers publish as the place."
MODELS = ("int_places__listings",)
COMPARED = """
with labels as (
    select native_id, label ->> 'location_raw' as place_text, label ->> 'country' as country,
        replace(label ->> 'city', '’', '''') as city
    from (select unnest(?) as native_id, unnest(?)::json as label)
),

names as (
    select * from intermediate.int_places__names
),

found as (
    select split_part(listing_id, ':', 3) as native_id,
        arg_min(country_code, place_number) filter (where country_code is not null) as country_code,
        arg_min_null(city_name, place_number) filter (where country_code is not null) as city_name
    from intermediate.int_places__listings
    where starts_with(listing_id, 'labelled:geo:')
    group by listing_id
),

compared as (
    select labels.*, found.country_code, found.city_name,
        (select any_value(names.country_code) from names
            where names.kind = 'country'
            and names.place_name = lower(strip_accents(labels.country))) as label_code,
        labels.city is null and found.city_name is null
        or coalesce(
            lower(strip_accents(labels.city)) = lower(strip_accents(found.city_name)), false
        )
        or exists (
            from names
            where names.kind = 'city' and names.city_name = found.city_name
            and names.country_code = found.country_code
            and names.place_name = lower(strip_accents(labels.city))
        ) as is_city_right
    from labels left join found using (native_id)
)

select *, country_code is not distinct from label_code
    and (label_code is null) = (country is null) as is_country_right
from compared
"""


def given(data: Data) -> Iterator[Given]:
    """A listing for each label, with the label's place text."""
    for number, row in enumerate(data.labelled("geo")):
        yield (
            "labelled",
            "geo",
            Listing(str(number), "Engineer", places=(Place(row["location_raw"]),)),
        )


def claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """The share of labels with the right country, and with the right city."""
    rows = data.labelled("geo")
    found = warehouse.execute(
        f"select is_country_right, is_city_right from ({COMPARED})",
        [[str(number) for number in range(len(rows))], [json.dumps(row) for row in rows]],
    ).fetchall()
    why = None if rows else "no labelled/geo.jsonl"
    yield Claim("place: country (labelled/geo)", [(None, c) for c, _ in found], 0.985, not_run=why)
    yield Claim("place: city (labelled/geo)", [(None, c) for _, c in found], 0.95, not_run=why)
