"""danghe 档盒: files, finds and checks the papers of a grass-roots office."""

__version__ = "0.2.0"
