"""Scans and pictures: set upright, their rules found, their texts read by OCR."""
