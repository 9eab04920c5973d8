import { start, extra } from "@acme/core";
import { add } from "@acme/core/extra/math";
import { gone } from "@acme/nowhere";
import { self } from "app";

export function self(): void {}

start();
extra.add(1, 2);
add(3, 4);
gone();
