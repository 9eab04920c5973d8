export type * from './other';
export class Lock {
    [Symbol.dispose]() {}
    open() {}
}
export interface Source<in out T, out U> {
    abstract: T;
    take(): U;
}
function mark(target: unknown, name: unknown) {}
export abstract class Door {
    static accessor last: Lock;
    @mark abstract lock(): Lock;
    @mark protected abstract spare: Lock;
    enter() {
        using key = this.lock();
        key.open();
        this.spare.open();
        Door.last.open();
    }
    async leave(doors: Lock[]) {
        await using key = this.lock();
        key.open();
        for (using door of doors) {
            door.open();
        }
    }
}
function drain(source: Source<string, Lock>) {
    source.take().open();
}
