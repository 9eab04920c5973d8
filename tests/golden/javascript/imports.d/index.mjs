export * from "./shapes.mjs";
