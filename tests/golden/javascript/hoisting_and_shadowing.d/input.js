run();
function run() { return later(); }
const later = () => 1;
function shadow(later) { return later(); }
function both() { var run = 5; return run; }
try { run(); } catch (later) { later(); }
for (const run of [1]) { run.go(); }
label: for (let later = 0; ; ) { later++; break label; }
