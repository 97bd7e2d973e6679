"""What several sources share: the listing record, JSON values, paging, markup, schema.org, sitemaps."""
