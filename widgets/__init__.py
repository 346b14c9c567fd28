"""Widgets: the page a board sees. Everything it shows comes from `nulmeting`; everything typed here goes straight to disk."""
