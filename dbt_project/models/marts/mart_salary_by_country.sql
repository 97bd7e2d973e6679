{{ mart_by('country', 'country_code', 'salary') }}
