{{ time_open_by('role_family') }}
