"""The polite HTTP client: rate limits, robots.txt, retries, budgets, size limits, allowed addresses.

Not here: which pages are requested and what they mean."""
