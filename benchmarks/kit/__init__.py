"""What the benchmarks share: an installation, people in it, a load from outside, a baseline."""
