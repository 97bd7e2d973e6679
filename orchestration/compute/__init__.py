"""Where the parts of a partitioned table are computed: in this process, or on Ray.

Not here: what a table reads and how it is split (`warehouse.partitioned`).
"""
