"""The store: tables, writers, readers, sealing, keys and the outbox."""
