"""One night of boards: which boards and pages are requested, in which order, and what is stored.

Not here: how a vendor's answers are read (`sources`), requests (`http`), and files (`storage`)."""
