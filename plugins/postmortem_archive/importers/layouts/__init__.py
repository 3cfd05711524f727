"""The layouts that can be imported, one module each; the list is in `importers/__init__.py`."""
