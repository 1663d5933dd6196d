"""The bus faces of xenmgr: thin classes over the generated bases, one line a method."""
