"""Full-text search behind one face."""
