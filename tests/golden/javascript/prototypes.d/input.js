function Animal(name) {
    this.name = name;
    this.speak = function () { return this.name; };
}
Animal.prototype.run = function run() { return this.walk(); };
Animal.prototype.walk = () => 1;
Animal.create = function (name) { return new Animal(name); };
Dog.prototype = { bark() { return 1; }, sit: function () {} };
function Dog() { Animal.call(this); }
window.app.start = () => Animal.create("a");
let self = {};
self.stop = async function () {};
Animal.count = 0;
