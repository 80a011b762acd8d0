"""One answer, as every page and every copy shows it."""
