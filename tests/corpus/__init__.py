"""What editors write, and the judge of how it is published."""
