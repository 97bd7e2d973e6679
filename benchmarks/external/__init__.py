"""Figures of a release beside figures of others, whose files are given by path.

Nothing is downloaded, and nothing of theirs enters a table: differences are printed. `lca`:
advertised pay beside the pay that employers certified. `hiring_lab`: shares beside those of another
tracker.
"""
