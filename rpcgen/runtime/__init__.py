"""What generated code imports: descriptors, codec, object tree, dispatch, bus."""
