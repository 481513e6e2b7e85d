"""What is written for readers, and what writes it."""
