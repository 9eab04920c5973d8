@register("x-item")
export class Item {
    @observed @bound name = "";
    @logged
    save() { return store(this); }
}
@plain class Other {}
function register(name) { return (c) => c; }
function logged(m) { return m; }
function bound(m) {}
function plain(c) {}
function store(item) {}
