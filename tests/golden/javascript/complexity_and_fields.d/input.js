class Cart {
    items = 1;
    total = 0; twice = this.total * 2;

    add(price) {
        if (price > 0 || this.items) {
            this.total += price;
        }
        for (const key in this) {
            this.log(key);
        }
        const f = () => this.items ? 1 : 2;
    }

    log(text) {
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
