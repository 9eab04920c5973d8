#!/usr/bin/env node
/* licence */

// not a doc of f, a line is between

function f() {} // trailing

/**
 * Doc of g.
 */
// and more
function g() {}

class C {
    // Doc of m.
    m() {}

    /** Doc of field. */
    handler = () => {};
}
/** Doc of v. */
export const v = 1;
