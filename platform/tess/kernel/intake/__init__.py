"""How files come in, whatever they hold: received, checked, loaded or given up, and undone.

An app brings a model made from `batch.FileBatch`, a `passage.Kind` that says how its files are checked and loaded, tasks
for those that take long, and `sending.Files` for its pages.
"""
