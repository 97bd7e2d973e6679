"""Facts that no board publishes: companies, countries, cities and exchange rates, as Arrow
tables."""
