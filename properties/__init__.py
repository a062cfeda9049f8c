"""`make properties`: the promises of a case over many journeys, and random texts the whole way. See docs/properties.md."""
