with pay_ranges as (
    select * from {{ ref('int_pay__annualised') }}
)

select * from pay_ranges
