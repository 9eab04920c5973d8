def from_wild():
    pass
