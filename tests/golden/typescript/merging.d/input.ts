interface Settings { color: string; }
interface Settings { size: number; resize(): void; }
class Settings2 {}
namespace Settings2 { export function load(): Settings { return null!; } }
function tool(): void {}
namespace tool { export const version = 1; }
enum Level { Low }
namespace Level { export function parse(text: string): Level { return Level.Low; } }
const Schema = { parse(text: string): Schema { return text as any; } };
type Schema = { name: string };
