"""Which messages there are, and how translators' files go out and come back; not loaded in normal starts."""
