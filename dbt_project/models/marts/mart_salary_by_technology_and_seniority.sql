{{ mart_by('technology & seniority', 'technology_id', 'salary', 'seniority') }}
