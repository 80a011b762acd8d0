"""Reports as pages and tables."""
