def helper():
    pass


class Tool:
    def work(self):
        pass
