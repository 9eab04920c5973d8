import { hide } from "#hidden";
export * as extra from "./extra/math.js";
export function start(): void {
  hide();
}
