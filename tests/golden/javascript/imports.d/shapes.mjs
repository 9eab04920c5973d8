export default function start() {}
export function area(r) { return r; }
export class Circle { constructor(r) {} }
