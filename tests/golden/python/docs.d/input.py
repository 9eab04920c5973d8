#!/usr/bin/env python3
"""Module text."""

# Not about f: a line is between.

def f(): # trailing
    'One line.'


# About g,
# on two lines.
def g(a,
      b=1,
      *,
      c):
    pass


class C:  # the class
    """Text of C.

    More of it.
    """
    # About m.
    def m(self):
        x = 1
        """No documentation."""

    async def n(self): pass

    # About o, but
    def o(self):
        # a comment first
        """Doc of o."""
