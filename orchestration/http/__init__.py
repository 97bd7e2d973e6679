"""The HTTP client and its crawl policy: rate limits, robots.txt, retries, budgets, sizes,
addresses.

Not here: which pages are requested, and what they mean."""
