import { trim } from "@lib/text";
import exact from "exact";
import { helper as help } from "app/helper";
import { helper } from "@/app/helper";

export function main(): void {
  trim("a");
  exact();
  help();
}

export function again(): void {
  helper();
}
