{{ mart_by('seniority', 'seniority', 'salary') }}
