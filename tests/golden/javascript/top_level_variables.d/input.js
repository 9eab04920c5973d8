/** How many. */
export const LIMIT = 10;
let counter = 0, other = LIMIT;
var legacy;
const { host, port: { number }, ...rest } = settings();
const [first, , third = 3] = rest;
function use() { const local = LIMIT; counter++; return local; }
for (let i = 0; i < LIMIT; i++) { const inside = i; }
if (legacy) { var hoisted = 1; let block = 2; }
function settings() { return {}; }
