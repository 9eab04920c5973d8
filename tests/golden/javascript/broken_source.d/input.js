function good() { return 1; }
function bad( { return 2;
class Kept { method() { good(); } }
const x = ;
function after() { good(); }
let y = {
