import def from "./shapes.mjs";
import * as shapes from "./shapes.mjs";
import { area as measure, Circle } from "./index.mjs";
import "./side.mjs";
import react, { useState } from "react";
export { Circle as Round } from "./shapes.mjs";

export function main() {
    def();
    shapes.area(1);
    measure(2);
    new Circle(3);
    useState(0);
    react.render();
    return import("./lazy.mjs");
}
