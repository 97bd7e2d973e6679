{{ mart_by('segment', 'segment', 'remote') }}
