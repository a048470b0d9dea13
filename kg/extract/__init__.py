"""one article to one extraction record."""
