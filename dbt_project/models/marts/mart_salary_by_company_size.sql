{{ mart_by('company_size', 'company_size', 'salary') }}
