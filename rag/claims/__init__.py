"""From readings to what each source says."""
