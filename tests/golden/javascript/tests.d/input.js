import { describe, it } from "vitest";
import { add } from "./add";

describe("calculator", () => {
    const base = 1;
    it("adds", async () => {
        add(base, 2);
    });
    describe("edge cases", function () {
        test.each([1, 2])("handles %d", (n) => { helper(n); });
        it.skip(`skips ${base}`, () => {});
        it("is still to be written");
    });
    beforeEach(() => { helper(0); });
});

function helper(n) { return n; }
const matcher = /x/.test("y");
