{# Data test: every row has a row with the same values of some columns in another table. #}
{% test has_row_in(model, to, columns) %}
select * from {{ model }} anti join {{ to }} using ({{ columns | join(', ') }})
{% endtest %}
