"""Great Expectations suites, one module per layer, one suite per table; no logic lives here."""
