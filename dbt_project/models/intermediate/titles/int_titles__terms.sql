{%- set longest_term = 5 -%}

with segments as (
    select distinct segment_text
    from {{ ref('int_titles__segments') }}
),

terms as (
    select * from {{ ref('int_titles__lexicon') }}
),

segment_words as (
    select
        segment_text,
        regexp_extract_all(segment_text, '\.?[\pL\pN]+(?:\.[\pL\pN]+)*(?:\+\+|#)?|[/&+]') as words
    from segments
),

word_starts as (
    select
        segment_text,
        words,
        unnest(range(1, len(words) + 1)) as word_number
    from segment_words
),

word_sequences as (
    select
        segment_text,
        word_number,
        unnest(range(1, least({{ longest_term }}, len(words) - word_number + 1) + 1)) as word_count,
        words
    from word_starts
),

matches as (
    select
        word_sequences.segment_text,
        word_sequences.word_number,
        word_sequences.word_count,
        terms.term,
        terms.term_class,
        terms.role_family
    from word_sequences
    inner join terms
        on array_to_string(
            word_sequences.words[word_sequences.word_number:word_sequences.word_number + word_sequences.word_count - 1], ' '
        ) = terms.term
),

-- Of the terms that hold a word, the longest counts; of two as long, the first.
words_of_matches as (
    select
        segment_text,
        unnest(range(word_number, word_number + word_count)) as word_number,
        {
            'rank': word_count * 1000 - word_number,
            'start': word_number,
            'term': term,
            'term_class': term_class,
            'role_family': role_family
        } as found
    from matches
),

word_terms as (
    select
        segment_text,
        word_number,
        max(found) as found
    from words_of_matches
    group by segment_text, word_number
),

-- A word without a term is of the class x.
all_words as (
    select
        word_starts.segment_text,
        word_starts.word_number,
        coalesce(word_terms.found.term, word_starts.words[word_starts.word_number]) as term,
        coalesce(word_terms.found.term_class, 'x') as term_class,
        word_terms.found.role_family,
        coalesce(word_terms.found.start, word_starts.word_number) as start
    from word_starts
    left join word_terms
        on word_starts.segment_text = word_terms.segment_text
        and word_starts.word_number = word_terms.word_number
)

select
    segment_text,
    term,
    term_class,
    any_value(role_family) as role_family,
    min(word_number) as word_number
from all_words
group by segment_text, term, term_class, start
