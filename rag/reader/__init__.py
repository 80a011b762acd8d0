"""Which passage answers, and with which words."""
