"""The pages: the calls of an archive for people who would rather look than type."""
