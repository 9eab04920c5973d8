def inside():
    pass
