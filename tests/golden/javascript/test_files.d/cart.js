export function total(item) { return item.price; }
