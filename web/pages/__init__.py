"""One file for each page; ``web.routes`` says which address leads to which."""
