"""PDF with a text layer: what its pages paint, and what of it a reader of the paper sees."""
