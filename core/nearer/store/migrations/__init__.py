"""The migrations, one file a version; env.py runs them."""
