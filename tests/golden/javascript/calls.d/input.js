function f() { return f; }
const o = { m() { return this; } };
f();
f()();
new f;
new f(1);
f.call(null, 1);
f`tagged ${f}`;
o?.m?.();
o["m"]();
(0, f)();
f(...[1, 2]);
!f() && f() || (f() ? f() : f());
eval("f()");
String(f());
delete o.m;
typeof f;
