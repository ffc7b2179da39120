"""A check as papers to be signed: pages, Word and Excel files, notices from templates."""
