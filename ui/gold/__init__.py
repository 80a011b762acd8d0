"""The editor's page: a newsroom's gold answers, run and marked in the browser."""
