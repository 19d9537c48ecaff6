"""Pages for readers, each with a JSON twin made from the same value."""
