"""Shared by sources: the listing record, JSON values, paging, markup, schema.org, sitemaps."""
