import { Queue } from "./queue";

describe("Queue", () => {
    let queue: Queue<number>;
    beforeEach(() => { queue = new Queue(); });

    describe("push", () => {
        it("keeps order", async () => {
            queue.push(1);
        });
    });
});

class Fake extends Queue<string> {}
