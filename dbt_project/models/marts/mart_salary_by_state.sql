{{ mart_by('state', 'state_code', 'salary') }}
