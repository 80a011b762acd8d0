"""Other people's benchmarks in SQuAD and BEIR form."""
