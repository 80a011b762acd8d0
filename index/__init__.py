"""Build time: from article files to an index that can be searched."""
