"""From norms and filings to findings."""
