"""kabargraph: knowledge graphs from Indonesian news, in which every fact and quotation leads back to its words."""
