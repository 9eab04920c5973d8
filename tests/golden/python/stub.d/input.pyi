from typing import overload

class Reader:
    size: int
    @overload
    def read(self) -> str: ...
    @overload
    def read(self, n: int) -> str: ...

def open_reader(path: str) -> Reader: ...
limit: int
