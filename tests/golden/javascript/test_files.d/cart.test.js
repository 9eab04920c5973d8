import { total } from "./cart";
const fixture = { price: 1 };
function check(value) { return total(value); }
it("sums", () => { check(fixture); });
