{{ mart_by('industry', 'industry', 'remote') }}
