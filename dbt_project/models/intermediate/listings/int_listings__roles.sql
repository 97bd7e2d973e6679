with opened as (
    select * from {{ ref('int_listings__open') }}
),

listings as (
    select * from {{ ref('stg_listings') }}
),

boards as (
    select * from {{ ref('int_listings__boards') }}
),

titles as (
    select * from {{ ref('int_titles__classified') }}
),

texts as (
    select * from {{ ref('stg_texts') }}
),

-- One company, one core title whatever the order of its words, one level.
titled as (
    select
        opened.listing_id,
        boards.company_id,
        listings.text_id,
        opened.board_id || '|' || listings.opening_id as opening_key,
        concat_ws(
            '|',
            boards.company_id,
            array_to_string(
                list_sort(list_distinct(regexp_extract_all(titles.core_title, '[\pL\pN+#.]+'))), ' '
            ),
            titles.seniority
        ) as title_key
    from opened
    inner join listings on opened.content_id = listings.content_id
    inner join boards using (board_id)
    inner join titles on listings.title = titles.title
),

-- Where openings of that name have several texts, these are compared sentence by sentence.
named_alike as (
    select distinct
        company_id,
        title_key,
        text_id
    from titled
    where text_id is not null
    qualify count(distinct text_id) over (partition by title_key) > 1
),

-- A text that several postings share is read once.
new_contents as (
    select min(content_id) as content_id
    from texts
    where text_id in (select text_id from named_alike)
    group by text_id
),

wordings as (
    select
        text_id,
        hash({{ sentences('description_html') }}) as wording
    from texts
    where content_id in (select content_id from new_contents)
),

-- Most differ in a number or in nothing: what says the same is compared once.
said as materialized (
    select
        named_alike.company_id,
        named_alike.title_key,
        named_alike.text_id,
        min(named_alike.text_id) over one_wording as first_text_id
    from named_alike
    inner join wordings using (text_id)
    window one_wording as (partition by named_alike.title_key, wordings.wording)
),

-- Each with the first thirty, so that the work stays linear in what one company publishes.
worded as (
    select
        company_id,
        title_key,
        text_id,
        row_number() over (partition by title_key order by text_id) as text_number
    from said
    where text_id = first_text_id
    qualify count(*) over (partition by title_key) > 1
),

worded_contents as (
    select min(content_id) as content_id
    from texts
    where text_id in (select text_id from worded)
    group by text_id
),

words as (
    select
        worded.*,
        sentences.sentence
    from worded
    inner join (
        select
            text_id,
            unnest({{ sentences('description_html') }}) as sentence
        from texts
        where content_id in (select content_id from worded_contents)
    ) as sentences using (text_id)
),

-- What three kinds of opening of one company say alike is about the company.
about_us as (
    select company_id, sentence
    from words
    group by company_id, sentence
    having count(distinct title_key) >= 3
),

own_words as (
    select
        *,
        sum(length(sentence)) over (partition by title_key, text_id) as text_length
    from words
    anti join about_us using (company_id, sentence)
),

-- Shared letters of all letters: three quarters, or they are two roles of one name.
alike as (
    select
        first_words.title_key,
        first_words.text_id as first_text_id,
        later_words.text_id
    from own_words as first_words
    inner join own_words as later_words
        on first_words.title_key = later_words.title_key
        and first_words.sentence = later_words.sentence
        and first_words.text_number < later_words.text_number
    where first_words.text_number <= 30
    group by first_words.title_key, first_words.text_id, later_words.text_id
    having
        sum(length(first_words.sentence))
        >= 0.75 * (
            any_value(first_words.text_length) + any_value(later_words.text_length)
            - sum(length(first_words.sentence))
        )
),

leaders as (
    select
        title_key,
        text_id,
        min(first_text_id) as first_text_id
    from alike
    group by all
),

likened as (
    select
        titled.*,
        concat_ws(
            '|',
            titled.title_key,
            -- without a text nothing but the vendor's key tells that two are one
            coalesce(
                further.first_text_id,
                leaders.first_text_id,
                said.first_text_id,
                titled.text_id,
                titled.opening_key,
                titled.listing_id
            )
        ) as likeness_key
    from titled
    left join said
        on titled.title_key = said.title_key and titled.text_id = said.text_id
    left join leaders
        on said.title_key = leaders.title_key and said.first_text_id = leaders.text_id
    left join leaders as further
        on leaders.title_key = further.title_key and leaders.first_text_id = further.text_id
),

-- The vendor's own key comes first: whatever it joins is one role. Likeness joins what is left,
-- and openings whose keys differ because each copy got its own.
keyed as (
    select
        *,
        coalesce(opening_key, listing_id) as key,
        min(likeness_key) over (partition by coalesce(opening_key, listing_id)) as key_role
    from likened
),

joined as (
    select
        *,
        min(key_role) over (partition by likeness_key) as likeness_role
    from keyed
)

select
    listing_id,
    md5(min(likeness_role) over (partition by key)) as role_id,
    company_id,
    case
        when count(*) over (partition by key) > 1 then 'vendor key'
        when count(*) over (partition by likeness_key, text_id) > 1 then 'same text'
        when count(*) over (partition by likeness_key) > 1 then 'like text'
        else 'alone'
    end as role_source
from joined
