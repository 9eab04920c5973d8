// Größe
function größe($x, _y) {
    return $x;
}
const 名前 = () => größe(1, 2);
class Δ { ℮() { return 名前(); } }
