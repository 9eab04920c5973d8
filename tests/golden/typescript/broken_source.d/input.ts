export class First { method(): void { helper(); } }
export class Second { method(: void {} }
interface Third { name string; run(): void }
function helper(): void {}
export const value: number = = 3;
const arrow = () => { helper(); };
type = ;
function last() { helper(); }
class Open { run() { helper(); }
