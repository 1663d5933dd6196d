"""The xenstore commands: `xenstore MODE`, `xenstore-MODE`, `xsls` and `xenstore-control`."""
