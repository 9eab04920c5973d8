export { Part } from "./part";
export { default } from "./thing";
export function build(size: number): void {}
