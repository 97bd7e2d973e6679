{{ mart_by('technology & level group', 'technology_id', 'salary', 'level_group') }}
