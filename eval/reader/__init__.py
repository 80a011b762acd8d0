"""The reader's and the encoder's training and evaluation."""
