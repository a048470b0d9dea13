"""A graph over HTTP: SPARQL endpoint, questions as an API, every uri at its own path, and a page to explore."""
