# Grüße
def größe(naïve):
    """Maß."""
    return größe2(naïve)

def größe2(x):
    return x

class Ünïcode:
    ΔX = 1
    def ℓ(self):
        return größe(1)
