{{ mart_by('technology', 'technology_id', 'salary') }}
