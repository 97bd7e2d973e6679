"""What each inference about listings, titles, texts, technologies and workplaces must satisfy."""

from expectations._rules import (
    BLOCK_KINDS,
    CLASSES,
    INDUSTRIES,
    OTHER_FAMILIES,
    OUTCOMES,
    ROLE_FAMILIES,
    ROLE_SOURCES,
    SECTIONS,
    SENIORITIES,
    SOFTWARE_CLASSES,
    SOFTWARE_FAMILIES,
    STATED_COMPANY_SIZES,
    STATED_WORKPLACES,
    STATEMENT_KINDS,
    TERM_CLASSES,
    WORKPLACES,
    between,
    closed,
    filled,
    key,
    mentions,
    never,
    rows,
    variable,
)

SUITES = {
    "intermediate/int_listings__boards": [
        rows(),
        *key("board_id"),
        *filled("company_id", "company_name", "data_source", "is_stale"),
        closed("last_outcome", OUTCOMES),
        never(
            "listings of two data sources in one data directory",
            "(select count(distinct data_source) from {batch}) > 1",
        ),
    ],
    "intermediate/int_listings__open": [
        rows(),
        *key("listing_id"),
        *filled("content_id", "board_id", "company_id", "ats", "board", "title"),
        never("last seen before first seen", "last_seen_date < first_seen_date"),
    ],
    "intermediate/int_titles__core_titles": [
        rows(),
        *key("title"),
        *filled("core_title", "core_title_words"),
    ],
    "intermediate/int_titles__lexicon": [
        rows(),
        *key("term"),
        *filled("term_class"),
        closed("term_class", [*TERM_CLASSES, "tech"]),
        closed("role_family", ROLE_FAMILIES),
    ],
    "intermediate/int_titles__segments": [
        rows(),
        *key("phrase", "segment_number"),
        *filled("segment_text"),
    ],
    "intermediate/int_titles__terms": [
        rows(),
        *key("segment_text", "word_number"),
        *filled("term", "term_class"),
        closed("term_class", [*TERM_CLASSES, "tech", "x"]),
        closed("role_family", ROLE_FAMILIES),
    ],
    "intermediate/int_titles__shapes": [
        rows(),
        *key("phrase"),
        *filled("shape", "level_shape", "first_head_segment", "last_head_segment"),
        never(
            "a shape without one head", "not regexp_full_match(shape, '[^\\[]*\\[ .* \\][^\\]]*')"
        ),
    ],
    "intermediate/int_titles__role_families": [
        rows(),
        *key("title"),
        *filled("software_family", "other_family", "is_software", "is_certain"),
        closed("software_family", SOFTWARE_FAMILIES),
        closed("other_family", OTHER_FAMILIES),
    ],
    "intermediate/int_titles__listings": [
        rows(),
        *key("listing_id"),
        *filled("role_family", "is_software"),
        closed("role_family", ROLE_FAMILIES),
        closed("software_class", SOFTWARE_CLASSES),
        closed("role_source", ROLE_SOURCES),
        never(
            "a department that decides without its words",
            "role_source = 'department' and role_words is null",
        ),
    ],
    "intermediate/int_titles__seniority": [
        rows(),
        *key("title"),
        *filled("seniority"),
        closed("seniority", SENIORITIES),
    ],
    "intermediate/int_titles__workplaces": [
        rows(),
        *key("title"),
        closed("workplace", STATED_WORKPLACES),
        never("a workplace without its words", "(workplace is null) <> (workplace_text is null)"),
    ],
    "intermediate/int_text__blocks": [
        rows(0),
        *key("text_id", "line_number"),
        *filled("line_id", "line_text", "heading_level"),
        closed("block_kind", BLOCK_KINDS),
        closed("own_section", SECTIONS),
        between("heading_level", 1, 7),
        never(
            "a section that is set on a block other than a heading",
            "own_section is not null and block_kind <> 'heading'",
        ),
    ],
    "intermediate/int_text__lines": [
        rows(0),
        *key("text_id", "line_number"),
        *filled("line_id", "line_text"),
        closed("block_kind", BLOCK_KINDS),
        closed("section", SECTIONS),
        never(
            "invisible characters",
            "regexp_matches(line_text, '[\\p{Cc}\\p{Cf}]')",
            row=True,
        ),
        never(
            "a line above the length limit",
            f"length(line_text) > {variable('longest_line')}",
            row=True,
        ),
        never(
            "a stored line without technology, money or work arrangement",
            "not (has_technology or has_money or has_workplace)",
        ),
    ],
    "intermediate/int_technologies__line_names": [
        rows(0),
        *key("line_id", "name_number"),
        *filled("alias", "start_position"),
        between("start_position", 1, row=True),
        never("a name that overlaps the previous name", "start_position < previous_end_position"),
    ],
    "intermediate/int_technologies__line_matches": [
        rows(0),
        *key("line_id"),
        never(
            "a technology that starts before its line",
            "len(list_filter(technologies, lambda t: t.start_position < 1)) > 0",
            row=True,
        ),
        never(
            "more names in a line than the limit",
            f"len(technologies) > {variable('most_matches_per_line')}",
            row=True,
        ),
    ],
    "intermediate/int_technologies__mentions": [
        rows(0),
        *key("text_id", "line_number", "technology_id"),
        *filled("line_id", "alias", "span_text", "is_counted"),
        *mentions(CLASSES),
    ],
    "intermediate/int_technologies__boilerplate": [
        rows(0),
        *key("company_id", "line_id"),
        between("text_share", variable("boilerplate_text_share"), 1),
        between("title_count", variable("boilerplate_titles")),
        between("text_count", 1),
    ],
    "intermediate/int_workplace__statements": [
        rows(0),
        *key("line_id", "clause_number"),
        closed("statement_kind", STATEMENT_KINDS),
        closed("workplace", STATED_WORKPLACES),
        *filled("marked_text", "rule_order", "statement_rank"),
        never(
            "evidence without words, or of more than 200 characters",
            "coalesce(evidence_text, '') = '' or length(evidence_text) > 200",
            row=True,
        ),
    ],
    "intermediate/int_workplace__texts": [
        rows(0),
        *key("text_id"),
        closed("statement_kind", STATEMENT_KINDS),
        closed("workplace", STATED_WORKPLACES),
        *filled("line_id", "evidence_text", "has_office"),
        between("start_position", 1, row=True),
    ],
    "intermediate/int_workplace__listings": [
        rows(),
        *key("listing_id"),
        closed("workplace", WORKPLACES),
        never(
            "a workplace without evidence", "(workplace_source = 'none') <> (workplace = 'unknown')"
        ),
        closed("workplace_source", ["flag", "title", "place", "remote flag", "text", "none"]),
        never(
            "evidence without its words or line",
            "(evidence_text is null) <> (workplace_source in ('remote flag', 'none')) "
            "or (line_id is null) <> (workplace_source <> 'text')",
        ),
        never(
            "remote by a strict definition but not by a wider one",
            "is_remote_strict > is_remote_uncontradicted or is_remote_uncontradicted "
            "and workplace <> 'remote'",
        ),
    ],
    "intermediate/int_listings__title_keys": [
        rows(),
        *key("listing_id"),
        *filled("company_id", "title_key"),
    ],
    "intermediate/int_listings__similar_texts": [
        rows(0),
        *key("title_key", "text_id"),
        *filled("similar_text_id"),
        never("a text grouped under a later text", "similar_text_id > text_id"),
    ],
    "intermediate/int_listings__roles": [
        rows(),
        *key("listing_id"),
        *filled("role_id", "company_id"),
        closed("role_source", ["vendor key", "same text", "like text", "alone"]),
    ],
    "intermediate/int_companies__sentences": [
        rows(0),
        *key("company_id", "sentence_text"),
        *filled("is_statement"),
        never(
            "a sentence in no text or in more than were read",
            "text_count not between 1 and company_text_count",
        ),
        between("company_text_count", 1, variable("company_texts")),
    ],
    "intermediate/int_companies__industries": [
        rows(0),
        *key("company_id", "industry"),
        *key("company_id", "industry_rank"),
        closed("industry", INDUSTRIES),
        between("confidence", variable("industry_confidence"), 1),
        *filled("evidence_text", "terms"),
    ],
    "intermediate/int_companies__sizes": [
        rows(0),
        *filled("company_id"),
        never(
            "a company with two sizes",
            "company_id in (select company_id from {batch} group by all having count(*) > 1)",
        ),
        closed("company_size", STATED_COMPANY_SIZES),
        between("employee_count", variable("fewest_employees"), variable("most_employees")),
        *filled("evidence_text"),
    ],
}
