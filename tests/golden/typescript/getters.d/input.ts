export class Mouse {
    move(): void {}
    get self() {
        return this;
    }
}
export abstract class Page {
    abstract get mouse(): Mouse;
    get #pointer() {
        return this.mouse;
    }
    set speed(value: number) {}
    get speed(): Mouse {
        return this.#pointer;
    }
    get callback(): () => Mouse {
        return () => this.mouse;
    }
    static get first(): Page {
        throw new Error();
    }
    drag() {
        this.#pointer.move();
        this.speed.self.move();
        this.callback().move();
    }
}
function first(holder: { get page(): Page }) {
    Page.first.drag();
    holder.page.mouse.move();
}
