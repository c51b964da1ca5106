"""The offline pack: one page that opens from a USB stick."""
