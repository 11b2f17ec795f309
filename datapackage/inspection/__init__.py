"""What a finance bureau's inspector marks in a disclosure before it is published, beyond its sums."""
