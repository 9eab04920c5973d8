class Cart {
    items: number = 1;
    total: number = 0; twice: number = this.total * 2;

    add(price: number) {
        if (price > 0 || this.items) {
            this.total += price;
        }
        for (const key in this) {
            this.log(key);
        }
        const f = () => this.items ? 1 : 2;
    }

    log(text: string) {
        switch (text) {
        case "a":
        case "b":
            break;
        default:
        }
        do {
            try {
                return text && this.items;
            } catch (e) {
            }
        } while (text);
    }
}
