{# Data test: every row has its row in another table, by several columns. #}
{% test stands_in(model, to, columns) %}
select * from {{ model }} anti join {{ to }} using ({{ columns | join(', ') }})
{% endtest %}
