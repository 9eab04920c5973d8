export class Queue<T> { push(item: T): void {} }
