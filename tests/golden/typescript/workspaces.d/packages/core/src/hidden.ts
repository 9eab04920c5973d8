export function hide(): void {}
