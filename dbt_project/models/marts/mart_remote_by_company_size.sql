{{ mart_by('segment & company_size', 'segment', 'remote', 'company_size') }}
