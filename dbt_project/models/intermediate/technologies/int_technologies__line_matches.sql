{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_text__lines') }}
),

aliases as (
    select * from {{ ref('technology_aliases') }}
),

technologies as (
    select * from {{ ref('technologies') }}
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

-- Each match stands between two marks: before \1 alias \2 after \1 alias \2 after…
marked as (
    {% for pattern in technology_patterns() -%}
    {{ 'union all' if not loop.first }}
    select
        line_id,
        {{ loop.index }} as block,
        string_split(
            regexp_replace(line_text, {{ pattern }}, chr(1) || '\0' || chr(2), 'g'), chr(1)
        ) as pieces
    from new_lines
    {% endfor %}
),

pieces as (
    select
        line_id,
        block,
        generate_subscripts(pieces, 1) - 1 as piece_number,
        unnest(pieces) as piece
    from marked
    where len(pieces) > 1
),

spans as (
    select
        line_id,
        piece_number,
        split_part(piece, chr(2), 1) as alias,
        1 + coalesce(sum(length(piece) - (piece_number > 0)::int) over (
            partition by line_id, block order by piece_number
            rows between unbounded preceding and 1 preceding
        ), 0) as start_position
    from pieces
),

-- The first, then the longest, of overlapping names wins: React Native is not React. What starts
-- within a name that itself gave way is free again: foundation [model] fine-tuning.
overlapping as (
    select
        *,
        start_position >= coalesce(max(start_position + length(alias)) over (
            partition by line_id order by start_position, length(alias) desc
            rows between unbounded preceding and 1 preceding
        ), 0) as is_free
    from spans
    where piece_number > 0
),

outermost as (
    select
        *,
        coalesce(max(start_position + length(alias)) filter (where is_free) over (
            partition by line_id order by start_position, length(alias) desc
            rows between unbounded preceding and 1 preceding
        ), 0) as reached_position
    from overlapping
    qualify start_position >= reached_position
),

numbered as (
    select
        *,
        row_number() over in_line as match_number,
        count(*) over (partition by line_id) as match_count
    from outermost
    window in_line as (partition by line_id order by start_position)
    qualify match_number <= {{ var('most_matches_per_line') }}
),

-- No window here: it would hold a copy of the line for each match.
placed as (
    select
        outermost.line_id,
        outermost.alias,
        translate(regexp_replace(outermost.alias, '\s+', ' ', 'g'), '‐‑', '--') as plain_alias,
        outermost.start_position,
        outermost.match_number,
        substr(new_lines.line_text, greatest(1, outermost.reached_position)::bigint,
            (outermost.start_position - greatest(1, outermost.reached_position))::bigint) as previous_gap,
        -- What the rules may look at.
        substr(new_lines.line_text, greatest(1, outermost.start_position - 240)::bigint,
            least(240, outermost.start_position - 1)::bigint) as before_text,
        substr(new_lines.line_text, (outermost.start_position + length(outermost.alias))::bigint, 100) as after_text
    from numbered as outermost
    inner join new_lines using (line_id)
),

matches as (
    select
        placed.*,
        aliases.technology_id,
        aliases.match,
        technologies.vendor,
        technologies.vouches,
        technologies.family in ('ai_application', 'ai_core', 'mlops') as is_ai,
        aliases.match in ('any_case', 'exact_case') as is_sure,
        -- A list goes on while nothing but separators stands between two names.
        placed.match_number = 1 or not regexp_matches(
            placed.previous_gap,
            '^(?:[\s,/;|&+()•·:、，；]|\b(?i:and|or|und|oder|et|ou|y|o|e|like|e\.g\.|i\.e\.|apache|amazon|aws|azure|google|microsoft|modern|the)(?:\W|$)){1,20}$'
        ) as starts_run
    from placed
    inner join aliases
        on lower(placed.plain_alias) = lower(aliases.alias)
        and (aliases.match = 'any_case' or placed.plain_alias = aliases.alias)
    inner join technologies using (technology_id)
    where
        -- Part of an address, a handle, a hashtag or a longer name.
        not regexp_matches(placed.previous_gap, '[@#_]$|\w[.]$|[a-z][-‐‑]$')
        and not regexp_matches(placed.after_text, '^(?:[@_]|&[A-Z]\b|\.(?:com|io|ai|org|co|net)\b|[+#]|[-‐‑](?i:to|free)\b)')
        and not (regexp_matches(placed.alias, '^\W') and regexp_matches(placed.previous_gap, '\w$'))
),

read as (
    select
        *,
        {{ technology_verdict(ref('technology_contexts'), ['technology', 'other_meaning']) }} as meaning,
        -- Words that only a technology follows or precedes; asked of ambiguous names alone.
        not is_sure and (
            regexp_matches(before_text, '{{ technology_cue() }}')
            or regexp_matches(before_text, '{{ technology_kind() }}{{ names_in_a_row() }}$')
            or regexp_matches(after_text, '^\s+(?i:developers?|engineers?|programm(?:ers?|ing)|codebases?|microservices|(?:web )?frameworks?)\b')
            -- An imperative begins a sentence, too: "Render components", "Segment customers".
            or length(alias) > 1
            and regexp_matches(before_text, '[\w,;:()/&-]\s*$')
            and regexp_matches(after_text, '{{ technology_noun() }}')
        ) as is_cued
    from matches
),

runs as (
    select
        *,
        sum(starts_run::int) over (
            partition by line_id order by match_number
            rows between unbounded preceding and current row
        ) as run_number
    from read
    where meaning is distinct from 'other_meaning'
),

vouched as (
    select
        *,
        count(*) filter (where is_sure and vouches) over run as clear_count,
        -- Model providers in one list vouch for each other: no customer list looks like that.
        count(*) filter (
            where technology_id in ('openai', 'anthropic', 'gemini', 'cohere', 'mistral', 'llama')
        ) over run as provider_count,
        count(*) filter (where technology_id = 'ai-assistants') over run as assistant_count,
        count(*) filter (where is_sure and vouches) over line as line_clear_count,
        count(*) filter (where is_sure and is_ai) over line as line_ai_count,
        bool_or(is_cued) over run as is_run_cued,
        count(*) over run > 1 as is_listed
    from runs
    window run as (partition by line_id, run_number), line as (partition by line_id)
),

judged as (
    select
        *,
        is_sure
        or meaning = 'technology'
        or clear_count > 0
        or provider_count > 1 and assistant_count = 0
        or is_run_cued
        or match = 'beside' and if(is_ai, line_ai_count > 0, line_clear_count > 0) as is_technology,
        -- What is denied, and what is named as customer, investor or former employer, is a mention
        -- and not a requirement.
        {{ technology_verdict(ref('technology_contexts'), [
            'denied', 'policy', 'customer', 'investor', 'former_employer', 'partner', 'competitor',
            'store_neighbour', 'about',
        ]) }} as mention_reason
    from vouched
),

found as (
    select
        line_id,
        list(struct_pack(
            technology_id := technology_id,
            alias := alias,
            start_position := start_position::integer,
            is_listed := is_listed,
            is_mention := mention_reason is not null,
            mention_reason := mention_reason
        ) order by start_position, technology_id) as technologies
    from judged
    where is_technology or mention_reason is not null
    group by line_id
),

crowded as (
    select distinct line_id
    from numbered
    where match_count > {{ var('most_matches_per_line') }}
)

select
    new_lines.line_id,
    coalesce(found.technologies, []) as technologies,
    crowded.line_id is not null as has_unread_matches
from new_lines
left join found using (line_id)
left join crowded using (line_id)
