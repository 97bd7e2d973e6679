"""One night of boards: which boards, which pages, in which order, and what is stored of a posting.

Not here: what a vendor answers (`sources`), requests (`http`), and files (`storage`)."""
