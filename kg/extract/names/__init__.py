"""names of persons, organisations, places and events."""
