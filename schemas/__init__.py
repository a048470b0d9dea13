"""The model, the ontology and what is generated from them."""
