{{ changed_words('pay', 'pay_text') }}
