{{ mart_by('family', 'technology_family', 'salary') }}
