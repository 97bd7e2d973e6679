{%- set label_rules = ref('place_label_rules') %}
{%- set stop_words = ref('place_stop_words') %}
{%- set region_aliases = ref('region_aliases') %}
{%- set name = "\\p{Lu}[\\pL'’.-]*(?: (?:of |and )?(?:the )?\\p{Lu}[\\pL'’.-]*)*" %}
{%- set names = "((?:[Tt]he )?" ~ name ~ "(?:(?:, (?:or |and )?|/| or | and/or | & )(?:the )?" ~ name ~ ")*)" %}
{%- set candidate = "must|needs?|required?|requires|have|should|can|only|currently|candidates?|applicants?|open|eligible|hiring|limited|people|muss|müssen|musst|müsst|nur|bewerber\\w*|candidat\\w+|deb\\w+|dev\\w+|doit|doivent|uniquement" %}
{%- set living = "based|located|reside|residing|residents?|residence|live|living|hire|employ|right to work|authori[sz]\\w+ to work|legally work|wohnsitz|wohnhaft|ansässig|resid\\w+|ubicad\\w+|basée?s?|résid\\w+|morar" %}
{%- set requirement -%}
(?:(?i:\b(?:{{ candidate }})\b[^.;!?]{0,60}\b(?:{{ living }})(?: (?:and work(?:ing)?|only|people|candidates|talent))?)|(?i:\b(?:remote(?:ly)?(?: \w+)?(?: based| located)?|(?:(?:work|remote|live|role|job)\w*[^.;!?]{0,12}|can be (?:done|performed|carried out|fulfilled)) from anywhere|we (?:can )?(?:only )?(?:hire|employ)(?: people| candidates)?(?: only)?|(?:candidates|applicants)(?: \w+){0,2} anywhere),?)) (?i:in|within|of|from|across|en|em|no|au) (?i:anywhere in )?(?i:(?:one of )?(?:these|the following) (?:countries|locations)[:,]? )?{{ names }}(?: time)?
{%- endset %}
{#- "US-based candidates", "Remote (Spain only)", "Eligible countries: Spain, Portugal" #}
{%- set labelled -%}
(?:\b[Rr]emote\b,?(?: [-–—|(]|:| \[) ?{{ names }}|{{ names }}[- ]based (?:candidates|applicants|people|only)\b|\b(?i:locations?|(?:eligible|accepted|possible) (?:countries|locations)): ?(?:(?i:fully )?[Rr]emote\b[ ,–—(-]+)?{{ names }})
{%- endset %}
{#- "The pay range for applicants based in Peru is": what some get, and no requirement. #}
{%- set pay_of_some = "(?i)\\b(?:pay|salar\\w+|compensation|wages?)\\b[^.;!?]{0,60} for (?:all |any )?(?:candidates|applicants|people)\\b|\\bfor (?:all |any )?(?:candidates|applicants|people) [^.;!?]{0,60}\\b(?:pay|salar\\w+|compensation|wages?)\\b" %}
{#- A short line that is a label of places and its value. -#}
{%- set place_line = '^\\W*(?i:' ~ place_field() ~ ') ?: ?((?:\\p{Lu}|(?i:remote|hybrid|on-?site|fully))[^:;!?]{1,78})$' %}
{%- set denial = "(?i)\\b(?:not|never|whether|outside|our (?:office|team|customer|client)s?)\\b|n['’]t\\b| time$" %}

with open_listings as (
    select * from {{ ref('int_listings__open') }}
),

lines as (
    select * from {{ ref('int_text__lines') }}
),

names as (
    select * from {{ ref('int_places__names') }}
),

world_regions as (
    select * from {{ ref('world_regions') }}
),

published_places as (
    select listing_id, text_id, title, unnest(places) as place
    from open_listings
),

labels as (
    select distinct place.text as label
    from published_places
    where place.city is null and place.country is null
),

-- "Remote", "Anywhere": words that name no place.
bare_labels as (
    select
        label,
        {{ place_label(label_rules, 'label') }} as label_text,
        {{ place_names_only(stop_words, region_aliases, 'label_text') }} as label_names
    from labels
    where length(label) <= 60 and not regexp_matches(label_names, '[\pL]')
),

-- Where the vendor publishes no place, a label of the text is one: "Location: Lima, Peru".
placeless_listings as (
    select listing_id, text_id, title
    from open_listings
    where coalesce(len(places), 0) = 0
),

labelled_places as (
    select
        placeless_listings.listing_id,
        arg_min(regexp_extract(lines.line_text, {{ literal(place_line) }}, 1), lines.line_number) as label
    from placeless_listings
    inner join lines using (text_id)
    where lines.has_workplace and regexp_matches(lines.line_text, {{ literal(place_line) }})
    group by placeless_listings.listing_id
),

bare_listings as (
    select
        published_places.listing_id,
        any_value(published_places.text_id) as text_id,
        any_value(published_places.title) as title
    from published_places
    left join bare_labels on published_places.place.text = bare_labels.label
    group by published_places.listing_id
    having bool_and(
        published_places.place.city is null
        and published_places.place.country is null
        and bare_labels.label is not null
    )
    union all
    select placeless_listings.*
    from placeless_listings
    anti join labelled_places using (listing_id)
),

-- Any clause of a title may be a place: "Engineer [Remote-US]", "Engineer - Spain or Italy".
title_clauses as (
    select
        title,
        unnest(regexp_split_to_array(title, '[][(){}|/,–—:;-]|\s(?:or|and|&|\+)\s')) as clause
    from (select distinct title from bare_listings)
),

-- What candidates must be, or where the role is remote: "must be based in Spain or Portugal".
bare_lines as (
    select distinct line_id, line_text
    from lines
    where has_workplace and text_id in (select text_id from bare_listings)
),

requirements as (
    select
        line_id,
        regexp_extract(line_text, {{ literal(requirement) }}) as requirement_text,
        if(
            requirement_text <> '',
            regexp_extract(line_text, {{ literal(requirement) }}, 1),
            concat_ws(
                ',',
                regexp_extract(line_text, {{ literal(labelled) }}, 1),
                regexp_extract(line_text, {{ literal(labelled) }}, 2),
                regexp_extract(line_text, {{ literal(labelled) }}, 3)
            )
        ) as names_text
    from bare_lines
    where
        not regexp_matches(requirement_text, {{ literal(denial) }})
        and not regexp_matches(line_text, {{ literal(pay_of_some) }})
),

line_clauses as (
    select
        line_id,
        unnest(regexp_split_to_array(names_text, ',|/| (?:and/or|or|and|&) ')) as clause
    from requirements
),

-- The title comes first; of several lines the first one counts.
listing_clauses as (
    select bare_listings.listing_id, title_clauses.clause, 0 as line_number
    from bare_listings
    inner join title_clauses using (title)
    union all
    select bare_listings.listing_id, line_clauses.clause, lines.line_number
    from bare_listings
    inner join lines using (text_id)
    inner join line_clauses using (line_id)
),

clause_keys as (
    select
        clause,
        {{ place_names_only(stop_words, region_aliases, 'clause') }} as clause_names,
        regexp_replace({{ place_key("trim(clause_names, ' ,.')") }}, '^((in|within|from|across|en|em|aus) )?(the )?', '') as place_name
    from (select distinct clause from listing_clauses)
),

-- Only a country by its name: "Engineer, AI" is not of Anguilla, and Georgia is a state, too.
wide_names as (
    select place_name
    from names
    where kind = 'country' and weight >= 3
    union
    select alias
    from world_regions
    except
    select place_name
    from names
    where kind = 'region'
),

residences as (
    select distinct
        listing_clauses.listing_id,
        listing_clauses.line_number,
        struct_pack(
            text := trim(listing_clauses.clause, ' .'),
            city := null::varchar,
            region := null::varchar,
            country := clause_keys.place_name
        ) as place
    from listing_clauses
    inner join clause_keys using (clause)
    inner join wide_names using (place_name)
    qualify line_number = min(line_number) over (partition by listing_id)
    union all
    select
        listing_id,
        0 as line_number,
        struct_pack(
            text := label, city := null::varchar, region := null::varchar, country := null::varchar
        ) as place
    from labelled_places
)

select
    listing_id,
    list(place order by place) as places
from residences
group by listing_id
