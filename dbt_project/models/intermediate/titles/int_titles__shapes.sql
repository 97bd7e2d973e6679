{%- set noun = '(?:engineer|developer|architect|scientist|researcher|tester|techlead|coder|job|pm|specialist|manager|director|head|vp|avp|chief|cto)' -%}
{%- set half_noun = '(?:discipline|development|intern|internship|lead|junior|assistant)' -%}
{%- set level = '(?:intern|internship|junior|mid|senior|staff|lead|principal|associate|number|one|assistant|manager|director|head|vp|avp|chief|cto|of|range|to|unit)' -%}

with segments as (
    select * from {{ ref('int_titles__segments') }}
),

terms as (
    select * from {{ ref('int_titles__terms') }}
),

segment_classes as (
    select
        segment_text,
        {{ joined_in_order('term_class', 'word_number', ' ') }} as classes
    from terms
    group by segment_text
),

phrase_classes as (
    select
        segments.phrase,
        {{ joined_in_order('segment_classes.classes', 'segments.segment_number', ' , ') }} as classes
    from segments
    inner join segment_classes on segments.segment_text = segment_classes.segment_text
    group by segments.phrase
),

class_sequences as (
    select distinct ' ' || classes || ' ' as classes
    from phrase_classes
),

-- The head is the first segment with a noun that says who works, or else the first with a word that is known:
-- "[New] Customer Success Associate!".
heads as (
    select
        classes,
        case
            {%- for noun in [noun, half_noun] %}
            when regexp_matches(classes, ' {{ noun }} ')
                then regexp_replace(classes, '^((?:[^,]*,)*?)([^,]* {{ noun }} [^,]*)', '\1 [\2] ')
            {%- endfor %}
            when regexp_matches(classes, '^(?: x)+ ,[^,]* [a-wyz]') then regexp_replace(classes, '^((?: x)+ ,)([^,]*)', '\1 [\2] ')
            else regexp_replace(classes, '^([^,]*)', '[\1] ')
        end as with_head
    from class_sequences
),

-- A head that names only a level takes in the segment after it, "Manager, Software Engineering", or else the one before,
-- "Application Development, AVP".
shapes as (
    select
        classes,
        regexp_replace(
            regexp_replace(with_head, '\[((?: {{ level }})+) \] +,([^,]*)', '[\1\2] '),
            '([^,\[]*), +\[((?: {{ level }})+) \] $',
            '[\1\2 ] '
        ) as shape
    from heads
),

-- Levels stand in the head, or are a segment of their own: "Engineer, Senior" but not "Engineer, Senior Housing". An
-- intern may stand behind the area: "Engineer, iOS Intern".
level_shapes as (
    select
        classes,
        trim(regexp_replace(shape, ' +', ' ', 'g')) as shape,
        ' ' || trim(regexp_replace(array_to_string(list_filter(
            string_split(shape, ','),
            lambda segment: contains(segment, '[') or regexp_full_match(segment, '(?: {{ level }})+ *|.* (?:intern|internship) ')
        ), ' , '), '[\[\] ]+', ' ', 'g')) || ' ' as level_shape,
        len(string_split(split_part(shape, '[', 1), ',')) as first_head_segment,
        len(string_split(classes, ',')) - len(string_split(shape, ',')) as merged_segment_count
    from shapes
)

select
    phrase_classes.phrase,
    ' ' || level_shapes.shape || ' ' as shape,
    level_shapes.level_shape,
    level_shapes.first_head_segment,
    level_shapes.first_head_segment + level_shapes.merged_segment_count as last_head_segment
from phrase_classes
inner join level_shapes on ' ' || phrase_classes.classes || ' ' = level_shapes.classes
