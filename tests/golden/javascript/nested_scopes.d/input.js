function outer() {
    const limit = 3;
    function inner(limit) {
        const deep = () => inner(limit);
        return deep();
    }
    class Local { run() { return inner(limit); } }
    if (limit) {
        let inner = () => 0;
        inner();
    }
    return inner(new Local().run());
}
function inner() {}
inner();
