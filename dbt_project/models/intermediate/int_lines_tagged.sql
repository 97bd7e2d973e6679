{{ config(materialized='incremental', incremental_strategy='append') }}

with lines as (
    select * from {{ ref('int_texts_split') }}
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
    {% for pattern in technology_patterns(['any_case', 'exact_case', 'list_only']) -%}
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

-- The longest of overlapping names wins: React Native is not React.
outermost as (
    select
        *,
        coalesce(max(start_position + length(alias)) over (
            partition by line_id order by start_position, length(alias) desc
            rows between unbounded preceding and 1 preceding
        ), 0) as reached_position
    from spans
    where piece_number > 0
    qualify start_position >= reached_position
),

placed as (
    select
        outermost.line_id,
        outermost.alias,
        outermost.start_position,
        row_number() over in_line as match_number,
        substr(new_lines.line_text, greatest(1, outermost.reached_position)::bigint,
            (outermost.start_position - greatest(1, outermost.reached_position))::bigint) as previous_gap,
        substr(new_lines.line_text, (outermost.start_position + length(outermost.alias))::bigint, 24) as gap
    from outermost
    inner join new_lines using (line_id)
    window in_line as (partition by outermost.line_id order by outermost.start_position)
),

matches as (
    select
        placed.line_id,
        placed.match_number,
        placed.alias,
        placed.start_position,
        placed.previous_gap,
        placed.gap,
        aliases.technology_id,
        aliases.match,
        technologies.vendor,
        technologies.vouches,
        -- Words that only a technology follows or precedes.
        aliases.match = 'list_only' and regexp_matches(
            placed.previous_gap,
            '(?i){{ technology_cue() }}$'
        )
        or aliases.match = 'list_only' and regexp_matches(
            placed.gap, '^\s+(?i:developers?|engineers?|programm\w+|codebases?|microservices|(?:web )?frameworks?)\b'
        ) as is_cued,
        -- A list goes on while nothing but separators stands between two names.
        placed.match_number = 1 or not regexp_matches(
            placed.previous_gap,
            '^(?:[\s,/;|&+()•·:、，；]|\b(?i:and|or|und|oder|et|ou|y|o|e|like|e\.g\.|i\.e\.|apache|amazon|aws|azure|google|microsoft|modern|the)(?:\W|$)){1,20}$'
        ) as starts_run
    from placed
    inner join aliases
        on lower(regexp_replace(placed.alias, '\s+', ' ', 'g')) = lower(aliases.alias)
        and (aliases.match = 'any_case' or placed.alias = aliases.alias)
    inner join technologies using (technology_id)
    where
        -- Part of an address, a handle, a hashtag or a longer name.
        not regexp_matches(placed.previous_gap, '[@#_]$|\w[.]$|[a-z]-$')
        and not regexp_matches(placed.gap, '^(?:[@_]|\.(?:com|io|ai|org|co|net)\b|[+#]|-(?:to|free)\b)')
        and not (regexp_matches(placed.alias, '^\W') and regexp_matches(placed.previous_gap, '\w$'))
),

runs as (
    select
        *,
        sum(starts_run::int) over (
            partition by line_id order by match_number
            rows between unbounded preceding and current row
        ) as run_number
    from matches
),

vouched as (
    select
        *,
        count(*) filter (where match <> 'list_only' and vouches) over run as clear_count,
        -- Model providers in one list vouch for each other: no customer list looks like that.
        count(*) filter (
            where technology_id in ('openai', 'anthropic', 'gemini', 'cohere', 'mistral', 'llama')
        ) over run as provider_count,
        count(*) filter (where technology_id = 'ai-assistants') over run as assistant_count,
        bool_or(is_cued) over run as is_run_cued,
        count(*) over run > 1 as is_listed
    from runs
    window run as (partition by line_id, run_number)
),

judged as (
    select
        vouched.*,
        -- What is denied, and what is named as customer, investor or former employer, is a mention
        -- and not a requirement.
        regexp_matches(
            substr(new_lines.line_text, greatest(1, vouched.start_position - 60)::bigint,
                least(60, vouched.start_position - 1)::bigint),
            '(?i)\b(do not|don.t|never|avoid|without|instead of|rather than|no need (for|to)|not (use|using|require[ds]?))\b[^.;:]*$'
        )
        or regexp_matches(
            substr(new_lines.line_text, greatest(1, vouched.start_position - 120)::bigint,
                least(120, vouched.start_position - 1)::bigint),
            '(?i)\b((customers?|clients|companies|organi[sz]ations|enterprises|brands|partners|startups|teams)\W+(like|such as|including|include|includes)|trusted by|loved by|backed by|back(ed|ing) from|invest(or|ors|ed|ment|ments)|funded by|raised (\$|from|by)|founded by)(\W|$)'
        )
        or vouched.vendor is not null and regexp_matches(
            substr(new_lines.line_text, greatest(1, vouched.start_position - 120)::bigint,
                least(120, vouched.start_position - 1)::bigint),
            '(?i)\b((customers?|clients|companies|teams|leaders|engineers|people|talent|folks|researchers) (at|from|of)|used by|co-?founders?|former(ly)?|ex-|alumni|alums|previously (at|worked)|veterans|board (chair|member|of)|partner(ed|ing|ship)? with|competitors?|acquired by)(\W|$)'
        ) as is_mention
    from vouched
    inner join new_lines using (line_id)
    where
        vouched.match <> 'list_only'
        or vouched.clear_count > 0
        or vouched.provider_count > 1 and vouched.assistant_count = 0
        or vouched.is_run_cued
),

found as (
    select
        line_id,
        list(struct_pack(
            technology_id := technology_id,
            alias := alias,
            start_position := start_position::integer,
            is_listed := is_listed,
            is_mention := is_mention
        ) order by start_position, technology_id) as technologies
    from judged
    group by line_id
)

select
    new_lines.line_id,
    coalesce(found.technologies, []) as technologies
from new_lines
left join found using (line_id)
