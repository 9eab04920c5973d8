const api = {
    get(id) { return fetchOne(id); },
    post: function (data) { return get(data); },
    put: (data) => api.get(data),
    nested: { "deep-key"() {}, [computed]: () => {}, value: 1 },
    get total() { return 0; },
};
function get() {}
function fetchOne() {}
function make() {
    return { run() { return get(); }, stop: () => {} };
}
export default {
    name: "component",
    methods: { click() { get(); } },
};
