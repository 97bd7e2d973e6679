{# The sum of products of two columns. In decimals, whose sum does not depend on the order of rows. #}
{% macro product_sum(first, second) -%}
    sum(({{ first }})::decimal(38, 6) * ({{ second }})::decimal(38, 6))::double
{%- endmacro %}

{#
  The 97.5 % quantile of Student's t, by the Cornish-Fisher expansion: exact to 0.01 from three degrees of
  freedom on.
#}
{% macro student_t(degrees) -%}
    (
        1.959964 + 2.372271 / {{ degrees }} + 2.822499 / pow({{ degrees }}, 2)
        + 2.555850 / pow({{ degrees }}, 3) + 1.589534 / pow({{ degrees }}, 4)
    )
{%- endmacro %}
