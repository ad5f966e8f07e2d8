"""The review in a browser: one page, served to this machine or kept in a file of its own.

The page is data and scripts: `view` writes down what there is to see, `static/` shows it. The
scripts never build markup from text, so whatever an article holds stays text.
"""
