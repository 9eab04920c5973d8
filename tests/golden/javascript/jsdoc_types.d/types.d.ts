export interface Rule {
    create(context: Context): void;
}
export interface Context {
    report(): void;
}
