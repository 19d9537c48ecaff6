"""The desk's pages: sign in, the queue, a case, the record, people, and what readers say."""
