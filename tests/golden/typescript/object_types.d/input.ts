class Parser {
    parse(): void {}
}
interface Services {
    parsing: {
        parser: Parser;
        cache: { flush(): void };
    };
}
type Extended<T> = Services & {
    extra: { item: T; items: T[] };
};
type Same<T> = { readonly [K in keyof T]?: T[K] };
class User {
    constructor(private services: Extended<Parser>) {}
    use() {
        this.services.parsing.parser.parse();
        this.services.parsing.cache.flush();
        this.services.extra.item.parse();
        for (const item of this.services.extra.items) item.parse();
    }
}
function pick({ parser }: { parser: Parser }, same: Same<Parser>) {
    parser.parse();
    same.parse();
}
