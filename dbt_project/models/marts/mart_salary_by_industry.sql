{{ mart_by('industry', 'industry', 'salary') }}
