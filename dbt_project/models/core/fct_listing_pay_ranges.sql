with annualised as (
    select * from {{ ref('int_pay__annualised') }}
)

select * from annualised
