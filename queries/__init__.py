"""Questions as pairs of SPARQL and Cypher files."""
