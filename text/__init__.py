"""Text of papers: folding, words, numbers and dates."""
