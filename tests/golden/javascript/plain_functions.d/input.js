// Adds.
// Twice.
function add(a, b) {
    return helper(a) + helper(b);
}

/** Helps. */
async function helper(x = 1, ...rest) {
    return x;
}

function* numbers() {
    yield add(1, 2);
}

add(1, 2);
console.log(numbers());
