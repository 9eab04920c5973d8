import asyncio
import threading


class Worker:
    async def fetch(self):
        return Result()

    def launch(self):
        threading.Thread(target=self.loop, args=(handler,)).start()

    async def loop(self):
        result = await self.fetch()
        result.show()
        async with Lock() as lock:
            lock.hold()
        async for item in stream():
            item.show()
        await asyncio.gather(self.fetch(), *others())


class Result:
    def show(self):
        pass


class Lock:
    def hold(self):
        pass


def handler():
    pass


async def stream():
    yield Result()


def others():
    return []
