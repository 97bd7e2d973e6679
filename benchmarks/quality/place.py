"""Countries and cities of place texts: against `labelled/geo.jsonl`, and against the address that a
vendor publishes beside a label.

Of a recorded place with both, the label alone is read, and the address alone. They should name one
country, and one city where the words of the address's city are in the label. Where a label names
another city than the address, that is counted apart: it is the employer's, not ours, and the label
counts. Each place counts once per board.

A label is right when the first place our models find in the text is in its country, and a null
label when they find none. Labels are votes of language models. Of our six wrong countries in 400
one is missing in the gazetteer (a village of fewer than 1,000 people); "Soledad, CO" and "Dunkirk"
we read as the cities of Colombia and France, the labels as towns of the United States; and
"Columbus", "Hanover" and "Carlisle" have no country in the labels, where "Peoria" and "Columbia"
have one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import duckdb

from benchmarks.quality import Claim
from benchmarks.quality._data import Data, Given
from orchestration.sources._toolkit.listing import Listing, Place

TITLE = "Places"
ABOUT = "How well country and city are read from the words that employers publish as the place."
LABEL, ADDRESS = "label_", "address_"
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
            replace(lower(strip_accents(labels.city)), 'st. ', 'saint ')
            = replace(lower(strip_accents(found.city_name)), 'st. ', 'saint '), false
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
READ = """
with listings as (
    select
        split_part(listing_id, ':', 2) as board,
        split_part(listing_id, ':', 3) as native_id,
        list(distinct country_code) filter (where country_code is not null) as country_codes,
        list(distinct city_name) filter (where city_name is not null) as city_names
    from intermediate.int_places__listings
    group by all
),

labels as (
    select board[length($label) + 1:] as board, * exclude (board) from listings
    where starts_with(board, $label)
),

addresses as (
    select board[length($address) + 1:] as board, * exclude (board) from listings
    where starts_with(board, $address)
)

select
    labels.board,
    coalesce(labels.country_codes, []) as label_countries,
    coalesce(addresses.country_codes, []) as address_countries,
    coalesce(labels.city_names, []) as label_cities,
    coalesce(addresses.city_names, []) as address_cities,
    native_id
from labels
inner join addresses using (board, native_id)
order by labels.board, native_id
"""


def given(data: Data) -> Iterator[Given]:
    """A listing for each label, with the label's place text."""
    for number, row in enumerate(data.labelled("geo")):
        yield (
            "labelled",
            "geo",
            Listing(str(number), "Engineer", places=(Place(row["location_raw"]),)),
        )
    for number, (board, place) in enumerate(_labelled_addresses(data)):
        label, address = Place(place.text), replace(place, text=None)
        yield "labelled", LABEL + board, Listing(str(number), "Engineer", places=(label,))
        yield "labelled", ADDRESS + board, Listing(str(number), "Engineer", places=(address,))


def _labelled_addresses(data: Data) -> list[tuple[str, Place]]:
    """The recorded places with a label and an address, once per board."""
    found = {
        (board, place): None
        for _, board, listing in data.recorded
        for place in listing.places
        if place.text and (place.city or place.country)
    }
    return list(found)


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
    yield from _address_claims(data, warehouse)


def _address_claims(data: Data, warehouse: duckdb.DuckDBPyConnection) -> Iterator[Claim]:
    """Where the label alone says the same as the address alone."""
    places = [place for _, place in _labelled_addresses(data)]
    rows = warehouse.execute(READ, {"label": LABEL, "address": ADDRESS}).fetchall()
    read, countries, cities, differ = [], [], [], []
    for board, label_countries, address_countries, label_cities, address_cities, number in rows:
        place = places[int(number)]
        if address_countries:
            read.append((board, bool(label_countries)))
        if label_countries and address_countries:
            countries.append((board, set(address_countries) <= set(label_countries)))
        if not address_cities:
            continue
        if _words(place.city) in _words(place.text):
            cities.append((board, set(address_cities) <= set(label_cities)))
        elif label_cities:
            differ.append((board, not set(address_cities) & set(label_cities)))
    why = None if places else "no recorded place with a label and an address"
    yield Claim("place: label alone has a country", read, not_run=why)
    yield Claim("place: country of the label, by the address", countries, 0.985, not_run=why)
    yield Claim("place: city that the label names, by the address", cities, 0.95, not_run=why)
    yield Claim("place: label has another city than its address", differ, not_run=why)


def _words(text: str | None) -> str:
    """Words in lower case without marks, a blank around each."""
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    return f" {' '.join(re.findall(r'[a-z]+', plain))} "
