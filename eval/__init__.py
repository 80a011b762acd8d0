"""Gold answers, measures, runs and reports."""
