// C, by ISO/IEC 9899:2018 with GNU extensions and grammar tree-sitter-c 0.24.
//
// Definitions with a body are rows: functions, structs, unions, enums; so are typedefs, #define, and
// variables at file level that are not merely `extern`. A struct, union or enum without a name takes that of
// its typedef; a typedef that repeats its tag (`typedef struct s s`) is the same entity and no row of its
// own. Fields and enumerators are facts; enumerators are visible around their enum. A pointer is seen
// through: `struct s *p` is an instance of s, and `p[i]` the ELEMENT of one, which is that instance where s
// is no container. `const` data are constants. Each branch of a condition is read as if it were there, so its
// definitions are rows of their own.
//
// Behind macros: a call in capitals with a body behind it at file level is a function named by the macro's
// first argument (SYSCALL_DEFINE3(read, ...) is sys_read), or a test; DEFINE_MUTEX(x) and its like define x.
// Attributes are no references: they name nothing that a file defines. `#include` makes all names visible, to
// the including file's includers too.
#include "stages/parser/languages/c_family.h"

const TSLanguage *tree_sitter_c(void);

static const rule rules[] = {
    C_FAMILY_RULES,
    {0},
};

const language lang_c = {
    .id = LANGUAGE_C,
    .grammar = tree_sitter_c,
    .flags = LANGUAGE_MEMBERS_HIDDEN,
    .rules = rules,
    .decisions = "if_statement for_statement while_statement do_statement case conditional_expression "
                 "binary_expression/&& binary_expression/||",
    .builtins = C_FAMILY_BUILTINS,
    .mask = c_mask,
    .begin = c_read_conditions,
    .end = c_note_macros,
};
