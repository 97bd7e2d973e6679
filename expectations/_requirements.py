"""What texts state about visas, degrees, experience and clearance must satisfy this, by layer."""

from great_expectations.expectations import Expectation

from expectations import _estimates
from expectations._rules import (
    between,
    closed,
    filled,
    key,
    names,
    never,
    rows,
    seed_values,
)

REQUIREMENTS = ["visa_sponsorship", "degree", "experience", "security_clearance"]
DEGREE_LEVELS = ["bachelor", "master", "doctorate"]
ANSWERS = [
    answer
    for answer in seed_values("requirement_rules", "answer")
    if answer not in ("unknown", *DEGREE_LEVELS)
]
PUBLISHED_ANSWERS = {
    column: names(f"{column}_answers")
    for column in ("visa_sponsorship", "degree", "degree_level", "experience", "security_clearance")
}
"""By column of `core.fct_listings`, and the years of experience in bands."""


def _stated() -> list[Expectation]:
    """What a statement is, in a line or in a text."""
    return [
        closed("requirement", REQUIREMENTS),
        closed("answer", ANSWERS),
        closed("degree_level", DEGREE_LEVELS),
        between("experience_years", 0, 20),
        never(
            "years without experience, or the reverse",
            "(requirement = 'experience') <> (experience_years is not null)",
        ),
        never(
            "evidence without words, or of more than 200 characters",
            "coalesce(evidence_text, '') = '' or length(evidence_text) > 200",
            row=True,
        ),
    ]


def published() -> list[Expectation]:
    """The columns of `core.fct_listings`."""
    asked = ("visa_sponsorship", "degree", "security_clearance")
    return [
        *(closed(column, [*PUBLISHED_ANSWERS[column], "not read"]) for column in asked),
        closed("degree_level", DEGREE_LEVELS),
        between("experience_years", 0, 20),
        never(
            "a requirement 'not read' with a text, or stated without a text",
            " or ".join(f"({column} = 'not read') = has_text" for column in asked)
            + " or experience_years is not null and not has_text",
        ),
        never(
            "a level of degree without a degree",
            "degree_level is not null and degree in ('not stated', 'not read')",
        ),
    ]


SEEDS = {
    "seeds/requirement_rules": [
        rows(),
        *key("requirement", "rule_order", "alternative"),
        closed("requirement", [*REQUIREMENTS, "degree_level"]),
        closed("language", ["any", "en", "de", "fr", "pt", "pl", "ru", "uk", "ja", "zh", "ko"]),
        *filled("answer", "pattern", "example", "counter_example"),
    ],
}

INTERMEDIATE = {
    "intermediate/int_requirements__statements": [
        rows(0),
        *key("line_id", "clause_number", "requirement"),
        *filled("rule_order"),
        *_stated(),
    ],
    "intermediate/int_requirements__texts": [
        rows(0),
        *key("text_id", "requirement"),
        *filled("line_id"),
        between("start_position", 1, row=True),
        *_stated(),
    ],
}

MARTS = {
    "marts/mart_requirements_by_segment": [
        rows(0),
        *key("figure_id"),
        *filled("segment_id", "top_company_id", "as_of_date"),
        closed("dimension", ["index", "seniority", "country"]),
        closed("requirement", list(PUBLISHED_ANSWERS)),
        closed("answer", sorted({a for answers in PUBLISHED_ANSWERS.values() for a in answers})),
        closed("publish_status", _estimates.PUBLISH_STATUSES),
        never(
            "answers of a requirement that do not add up to the listings",
            "(segment_id, requirement) in (select (segment_id, requirement) from {batch} "
            "group by segment_id, requirement having sum(answer_count) <> max(listing_count))",
        ),
        never(
            "a suppressed share, or a published one that is missing",
            "(publish_status = 'suppressed') <> (answer_share is null)",
        ),
        never(
            "a share that does not match its counts, or is outside its interval",
            "abs(answer_share - answer_count / listing_count) > 0.000001 "
            "or answer_share not between low_share - 0.0001 and high_share + 0.0001",
        ),
    ],
}
