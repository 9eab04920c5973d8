abstract class Repository<T extends Entity> implements Store<T>, Closeable {
    private items: Item[] = [];
    static shared: Repository<Entity>;
    constructor(protected readonly db: Database, public name?: string) {}
    abstract find(id: string): T;
    async load(id: string): Promise<Item> { return this.db.query(id); }
    close(): void { this.items[0].drop(); }
    get first(): Item { return this.items[0]; }
    private arrow = (item: Item) => item.drop();
}
interface Store<T> { find(id: string): T; }
interface Closeable { close(): void; }
class Entity {}
class Item extends Entity { drop() {} }
class Database { query(id: string): Item { return new Item(); } }
