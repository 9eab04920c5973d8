export function one() {}
function two() {}
const three = () => {};
export { two, three as drei };
export default class extends Base { run() { two(); } }
export const [four, five] = list();
export * as everything from "./other";
export { six as seven } from "./other";
