"""Optional language models: they word and translate, and never say more than the sources."""
