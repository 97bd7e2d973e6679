{{ mart_by('segment & seniority', 'segment', 'salary', 'seniority') }}
