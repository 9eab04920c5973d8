/* File comment. */

// One line.
// And another.
int lines(void) { return 1; }

/**
 * A block.
 */
static inline const char *
block(int   a,
      char *b)
{
    return b; // trailing
}

/* Not of the next one. */

struct bare { int a; /* field */ };

/* Of the macro. */
#define SHIFT(x) ((x) << 1)

/* Of the typedef. */
typedef struct { int q; } doc_t;
