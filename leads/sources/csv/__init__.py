"""Importing a table: reading it, previewing what it would do, writing it in batches, and taking it back."""
