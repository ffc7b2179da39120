"""From a document to a filing with reasons."""
