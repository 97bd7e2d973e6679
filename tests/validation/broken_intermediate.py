"""Statements that break an intermediate table.

By table and by the description of the expectation that must fail; `tested` holds the rows of the
sample.
"""

from __future__ import annotations


def _pay_range(minimum: int | str, maximum: int | str) -> str:
    """A statement that gives each row one pay range."""
    return (
        "update tested set pays = [struct_pack(span := '', start_position := 1, tier := '', "
        f"kind := 'base', minimum := {minimum}, maximum := {maximum}, currency := '$', "
        "salary_interval := 'year', is_interval_stated := true, is_labelled := true, "
        "says_base := false, says_all := false)]"
    )


BROKEN: dict[tuple[str, str], list[str]] = {
    ("intermediate/int_listings__boards", "listings of two data sources in one data directory"): [
        "update tested set data_source = 'live' where rowid = 0",
    ],
    ("intermediate/int_text__blocks", "a section that is set on a block other than a heading"): [
        "update tested set block_kind = 'paragraph' where own_section is not null",
    ],
    ("intermediate/int_technologies__line_names", "a name that overlaps the previous name"): [
        "update tested set previous_end_position = start_position + 1",
    ],
    ("intermediate/int_listings__similar_texts", "a text grouped under a later text"): [
        "update tested set similar_text_id = text_id || 'x'",
    ],
    (
        "intermediate/int_companies__sentences",
        "a sentence in no text or in more than were read",
    ): [
        "update tested set text_count = 0",
        "update tested set text_count = company_text_count + 1",
    ],
    ("intermediate/int_companies__sizes", "a company with two sizes"): [
        "insert into tested (company_id) values ('acme'), ('acme')",
    ],
    (
        "intermediate/int_text__lines",
        "a stored line without technology, money, work arrangement or requirement",
    ): [
        "update tested set has_technology = false, has_money = false, has_workplace = false, "
        "has_requirement = false",
    ],
    ("intermediate/int_text__lines", "invisible characters"): [
        "update tested set line_text = line_text || chr(27)",
        "update tested set line_text = line_text || chr(8238)",
    ],
    ("intermediate/int_text__lines", "a line above the length limit"): [
        "update tested set line_text = repeat('x', 8001)",
    ],
    ("intermediate/int_technologies__line_matches", "a technology that starts before its line"): [
        "update tested set technologies = [struct_pack(technology_id := 'go', alias := 'Go', "
        "start_position := 0, is_listed := true, is_mention := false)]",
    ],
    ("intermediate/int_technologies__line_matches", "more names in a line than the limit"): [
        "update tested set technologies = list_transform(range(301), lambda i: technologies[1]) "
        "where len(technologies) > 0",
    ],
    ("intermediate/int_pay__line_amounts", "an amount without its words or position"): [
        "update tested set span_text = null where amount_number > 0",
        "update tested set start_position = null where amount_number > 0",
    ],
    ("intermediate/int_pay__line_ranges", "an amount that cannot be pay"): [
        _pay_range(2, 1),
        _pay_range(0, 1),
        _pay_range(10**12, 10**12),
        _pay_range("null", "null"),
    ],
    ("intermediate/int_pay__text_ranges", "no amount"): [
        "update tested set salary_min = null, salary_max = null",
    ],
    ("intermediate/int_pay__text_ranges", "a minimum above the maximum"): [
        "update tested set salary_min = salary_max + 1",
    ],
    ("intermediate/int_places__resolved", "a country that occurs twice"): [
        "insert into tested from tested",
    ],
    ("intermediate/int_places__resolved", "a place with a fit but no country, or the reverse"): [
        "update tested set fit = 0 where country_code is not null",
        "update tested set fit = 1, country_code = null",
    ],
    ("intermediate/int_places__residences", "a listing without a place"): [
        "insert into tested (listing_id, places) values ('a', [])",
    ],
    ("intermediate/int_titles__shapes", "a shape without one head"): [
        "update tested set shape = 'craft engineer'",
        "update tested set shape = '[ craft ] [ engineer ]'",
    ],
    (
        "intermediate/int_titles__listings",
        "a department that decides without its words",
    ): ["update tested set role_source = 'department', role_words = null"],
    ("intermediate/int_titles__workplaces", "a workplace without its words"): [
        "update tested set workplace = 'remote', workplace_text = null",
        "update tested set workplace = null, workplace_text = 'remote'",
    ],
    (
        "intermediate/int_workplace__statements",
        "evidence without words, or of more than 200 characters",
    ): [
        "update tested set evidence_text = ''",
        "update tested set evidence_text = repeat('x', 201)",
    ],
    **{
        (f"intermediate/int_requirements__{table}", what): statements
        for table in ("statements", "texts")
        for what, statements in {
            "years without experience, or the reverse": [
                "update tested set experience_years = null where requirement = 'experience'",
                "update tested set experience_years = 3, requirement = 'degree'",
            ],
            "evidence without words, or of more than 200 characters": [
                "update tested set evidence_text = ''",
                "update tested set evidence_text = repeat('x', 201)",
            ],
        }.items()
    },
    ("intermediate/int_workplace__listings", "evidence without its words or line"): [
        "update tested set evidence_text = null where workplace_source = 'text'",
        "update tested set evidence_text = 'remote' where workplace_source = 'none'",
        "update tested set line_id = null where workplace_source = 'text'",
        "update tested set line_id = 'l1' where workplace_source = 'place'",
    ],
    (
        "intermediate/int_workplace__listings",
        "remote by a strict definition but not by a wider one",
    ): [
        "update tested set is_remote_strict = true, is_remote_uncontradicted = false",
        "update tested set is_remote_uncontradicted = true where workplace = 'hybrid'",
    ],
    ("intermediate/int_workplace__listings", "a workplace without evidence"): [
        "update tested set workplace_source = 'none' where workplace = 'remote'",
        "update tested set workplace_source = 'text' where workplace = 'unknown'",
    ],
    ("intermediate/int_pay__listing_ranges", "no amount, or one that is not positive"): [
        "update tested set salary_min = null, salary_max = null",
        "update tested set salary_min = 0",
        "update tested set salary_max = -1",
    ],
    ("intermediate/int_pay__listing_ranges", "text pay without its line and words"): [
        "update tested set line_id = null where pay_source = 'text'",
        "update tested set line_id = 'l1', span_text = '' where pay_source = 'field'",
    ],
    ("intermediate/int_pay__annual_amounts", "a lower end above the upper end"): [
        "update tested set annual_salary_min_usd = annual_salary_max_usd + 1",
    ],
    ("intermediate/int_pay__annual_amounts", "an amount without its rate"): [
        "update tested set usd_per_unit = null",
        "update tested set periods_per_year = null",
    ],
    (
        "intermediate/int_pay__annualised",
        "an excluded range that counts, or a counted range without an amount",
    ): [
        "update tested set is_counted = not is_counted",
        "update tested set exclusion_reason = 'one_sided' where is_counted",
        "update tested set annual_salary_usd = null where is_counted",
    ],
    ("intermediate/int_pay__annualised", "a counted amount with a suspected unit"): [
        "update tested set suspected_unit = 'cents' where is_counted",
    ],
    ("intermediate/int_pay__annualised", "a counted range that is too wide to be informative"): [
        "update tested set salary_max = 4 * salary_min where is_counted",
    ],
    ("intermediate/int_pay__annualised", "a conversion without its rate, date and source"): [
        "update tested set rate_source = null",
        "update tested set usd_per_unit = null",
        "update tested set rate_date = null",
    ],
}
