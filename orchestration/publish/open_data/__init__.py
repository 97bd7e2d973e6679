"""What analysts and programs take from a release, beside its pages and its database.

`csv_files`, `data_package`, `dictionary`: the tables as data, with their meaning. `measures`: each
measure once. `figures_api`: the figures as static JSON. `moved_figures`, `release_notes`: what
moved. `release_calendar`: when the next release is due. `citation`: how to cite this one. Not here:
tables and pages.
"""

from orchestration.publish.open_data.write import write

__all__ = ["write"]
