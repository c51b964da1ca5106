"""What the numbers mean: pure, standard library only, no clock, no file."""
