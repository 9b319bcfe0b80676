"""The AI scorer's calls: which leads are to be read, in which batches, and what becomes of their answers.

A job ends with the score of the local scorer, or with that of an earlier reading, and notes that its lead is to be
read (`wanted.py`). Workers of the slow queue put such leads into batches (`batches.py`), ask the model, store the
readings and replace the scores (`reading.py`). While that waits, or where it fails, the local score stands and says so.
"""
