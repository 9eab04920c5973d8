function parse(text: string): number;
function parse(text: string, base: number): number;
function parse(text: string, base?: number): number { return convert(text); }
class Parser {
    constructor(text: string);
    constructor(text: string, base?: number) {}
    run(): void;
    run(times: number): void;
    run(times?: number): void { parse("1"); }
}
function convert(text: string): number;
function convert(text: any): any { return parse(text, 2); }
new Parser("x").run();
