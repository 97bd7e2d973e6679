{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

line_names as (
    select * from {{ ref('int_technologies__line_names') }}
),

aliases as (
    select * from {{ ref('technology_aliases') }}
),

technologies as (
    select * from {{ ref('technologies') }}
),

families as (
    select * from {{ ref('technology_families') }}
),

model_providers as (
    select technology_id from {{ ref('technology_groups') }}
    where group_id = 'model_provider'
),

assistants as (
    select technology_id from {{ ref('technology_groups') }}
    where group_id = 'assistant'
),

common_words as (
    select technology_id from {{ ref('technology_groups') }}
    where group_id = 'common_word'
),

new_lines as (
    select
        line_id,
        any_value(line_text) as line_text
    from lines
    where has_technology
    {% if is_incremental() %}
        and line_id not in (select line_id from {{ this }})
    {% endif %}
    group by line_id
),

distinct_names as (
    select distinct alias as name
    from line_names
    where line_id in (select line_id from new_lines)
),

-- A name as it is written, in another spelling, and without its version: "Java17".
spellings as (
    select
        name,
        1 as distance,
        {{ spaced_name('name') }} as spelling
    from distinct_names
    union all
    select
        name,
        2 as distance,
        {{ name_key('name') }} as spelling
    from distinct_names
    union all
    select
        name,
        3 as distance,
        regexp_replace({{ name_key('name') }}, '([A-Za-z]{3})\d{1,2}$', '\1') as spelling
    from distinct_names
),

alias_spellings as (
    select
        technology_id,
        match,
        true as is_as_written,
        {{ spaced_name('alias') }} as spelling
    from aliases
    union all
    select
        technology_id,
        match,
        false as is_as_written,
        {{ name_key('alias') }} as spelling
    from aliases
),

-- The closest spelling counts: "fine-tuning" has a row of its own beside "finetuning". A capitalised
-- name in lower case is one that a list or a cue must vouch for: "java, jenkins".
name_technologies as (
    select
        spellings.name,
        alias_spellings.technology_id,
        coalesce(
            max(alias_spellings.match) filter (
                where alias_spellings.match = 'any_case' or spellings.spelling = alias_spellings.spelling
            ),
            'list_only'
        ) as match
    from spellings
    inner join alias_spellings
        on lower(spellings.spelling) = lower(alias_spellings.spelling)
        and (spellings.distance = 1) = alias_spellings.is_as_written
        and (
            alias_spellings.match = 'any_case'
            or spellings.spelling = alias_spellings.spelling
            or alias_spellings.match = 'exact_case' and spellings.spelling = lower(alias_spellings.spelling)
        )
    group by spellings.name, spellings.distance, alias_spellings.technology_id
    qualify spellings.distance = min(spellings.distance) over (partition by spellings.name)
),

-- No window function here: it would hold a copy of the line for each name. The rules look at 240
-- characters before a name and 100 after it.
name_contexts as (
    select
        line_names.line_id,
        substr(new_lines.line_text, line_names.start_position::bigint, length(line_names.alias)) as alias,
        line_names.alias as name,
        line_names.start_position,
        line_names.name_number,
        greatest(1, line_names.previous_end_position) as gap_start,
        substr(new_lines.line_text, gap_start::bigint, (line_names.start_position - gap_start)::bigint)
            as previous_gap,
        replace(substr(new_lines.line_text, greatest(1, line_names.start_position - 240)::bigint,
            least(240, line_names.start_position - 1)::bigint), ' & ', ' and ') as before_text,
        replace(substr(new_lines.line_text, (line_names.start_position + length(line_names.alias))::bigint, 100),
            ' & ', ' and ') as after_text
    from line_names
    inner join new_lines using (line_id)
),

alias_matches as (
    select
        name_contexts.* exclude (name),
        name_technologies.technology_id,
        name_technologies.match,
        technologies.vendor,
        technologies.vouches,
        technologies.family,
        families.is_ai,
        technology_id in (select technology_id from model_providers) as is_model_provider,
        technology_id in (select technology_id from assistants) as is_assistant,
        technology_id in (select technology_id from common_words) as is_common_word,
        name_technologies.match in ('any_case', 'exact_case') as is_unambiguous,
        name_contexts.name_number = 1
        or not regexp_matches(name_contexts.previous_gap, '{{ list_separator() }}') as starts_list
    from name_contexts
    inner join name_technologies using (name)
    inner join technologies using (technology_id)
    inner join families on technologies.family = families.technology_family
    where not ({{ is_part_of_longer_name('name_contexts') }})
),

name_meanings as (
    select
        *,
        {{ technology_verdict(ref('technology_contexts'), "verdict in ('technology', 'other_meaning')") }} as meaning,
        not is_unambiguous and ({{ has_technology_cue() }}) as has_cue
    from alias_matches
),

-- One name may mean two technologies, or be two aliases of one: they are in one list.
list_numbers as (
    select
        *,
        sum(starts_list::int) over (
            partition by line_id order by name_number
            range between unbounded preceding and current row
        ) as list_number
    from name_meanings
    where meaning is distinct from 'other_meaning'
),

neighbour_counts as (
    select
        *,
        count(*) filter (where is_unambiguous and vouches) over in_list as list_technology_count,
        count(*) filter (where is_model_provider) over in_list as list_provider_count,
        count(*) filter (where is_assistant) over in_list as list_assistant_count,
        count(*) filter (where is_unambiguous and vouches) over in_line as line_technology_count,
        count(*) filter (where is_unambiguous and is_ai) over in_line as line_ai_count,
        count(distinct lower(alias)) filter (where not is_unambiguous and (vouches or is_assistant)) over in_list
            as list_ambiguous_count,
        bool_or(has_cue) over in_list as is_list_with_cue,
        -- One name may mean two technologies: "AWS Lambda" is no list.
        min(name_number) over in_list < max(name_number) over in_list as is_listed
    from list_numbers
    window in_list as (partition by line_id, list_number), in_line as (partition by line_id)
),

-- An ambiguous name is a technology when its context, its list or its line says so. Several model
-- providers in one list are technologies, since a list of customers does not look like that.
technology_names as (
    select
        *,
        is_unambiguous
        or meaning = 'technology'
        or list_technology_count > 0
        or list_provider_count > 1 and list_assistant_count = 0
        or is_list_with_cue
        or list_ambiguous_count > 2
        or match = 'beside' and if(is_ai, line_ai_count > 0, line_technology_count > 0) as is_technology,
        coalesce(
            {{ technology_verdict(ref('technology_contexts'), "verdict not in ('technology', 'other_meaning')") }},
            -- "Written in Go" is one alias.
            if(
                {{ is_said_of_others("(before_text || regexp_extract(alias, '^[a-z]+ (?:in|with|on) '))") }},
                if(regexp_matches(before_text, {{ literal(with_actors('(?i)\\b(?:{insiders})\\b')) }}), 'colleague', 'customer'),
                null
            )
        ) as mention_reason
    from neighbour_counts
),

line_technologies as (
    select
        line_id,
        list(struct_pack(
            technology_id := technology_id,
            alias := alias,
            start_position := start_position::integer,
            is_listed := is_listed,
            is_mention := mention_reason is not null,
            mention_reason := mention_reason
        ) order by start_position, technology_id, is_listed, mention_reason) as technologies
    from technology_names
    where is_technology or mention_reason is not null
    group by line_id
),

crowded_lines as (
    select distinct line_id
    from line_names
    where name_count > {{ var('most_matches_per_line') }}
)

select
    new_lines.line_id,
    coalesce(line_technologies.technologies, []) as technologies,
    crowded_lines.line_id is not null as has_unread_matches
from new_lines
left join line_technologies using (line_id)
left join crowded_lines using (line_id)
