{{ time_open_by('seniority') }}
