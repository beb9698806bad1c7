"""The workbench of `nearer plugin dev`: samples of a plugin in every view, anew whenever a file changes."""
