"""The bundled plugins, one package a family; each comes in by an entry point, as a stranger's would."""
