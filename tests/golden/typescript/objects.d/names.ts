export function hello(): string {
  return "";
}
