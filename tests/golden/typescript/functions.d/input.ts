type Handler = (request: Request, next?: () => void) => Promise<void>;
export const handle: Handler = async (request, next = () => {}) => { await serve(request); };
function serve(this: void, { url, method: verb }: Request, [first]: string[], ...rest: number[]): asserts url is string {}
export default function (value: unknown): value is string { return typeof value === "string"; }
const table: Record<string, (n: number) => number> = {
    double: (n) => twice(n),
    "half-of": function half(n) { return n / 2; },
} as const;
function twice(n: number): number { return n * 2; }
const bound = twice.bind(null), checked = ((n) => twice(n)) satisfies (n: number) => number;
function curry(a: number) { return (b: number) => (c: number) => twice(a + b + c); }
export async function* stream(): AsyncGenerator<number> { yield* other(); }
class Once { private static done?: () => void = () => twice(1); }
