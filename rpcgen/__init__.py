"""D-Bus interface descriptions in, typed Python stubs out; `rpcgen.runtime` is what they import."""
