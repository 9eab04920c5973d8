export * from "./shapes";
export * as lists from "./lists";
export { make as create } from "./shapes";
