{{ changed_words('workplace', 'workplace_text') }}
