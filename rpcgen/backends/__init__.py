"""One folder for each target language."""
