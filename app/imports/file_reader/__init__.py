"""What reads an uploaded file, in a process of its own: see :mod:`app.imports.reading`."""
