export default function exact(): void {}
