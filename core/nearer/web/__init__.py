"""The couples' app (the renderer): server-rendered pages that need no script, and the dispatcher beside the desk."""
