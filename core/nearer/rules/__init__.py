"""Pure decisions: no Flask, no SQL, no clock; data in, data out."""
