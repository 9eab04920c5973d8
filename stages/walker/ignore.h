// ignore - which paths the tree's own rules leave out: .gitignore and friends.
//
// Four kinds of files hold rules, all in the syntax of gitignore(5):
//
//   .sluiceignore      everywhere below the indexed folder
//   .ignore            everywhere below the indexed folder
//   .gitignore         inside a git repository only, up to its top (also above the indexed folder)
//   .git/info/exclude  of that repository
//
// The first kind that has a say about a path decides, in this order; within a kind the deepest file, within
// a file the last line that matches. So a `!keep` in .ignore brings back what a .gitignore drops. Rules of a
// repository do not reach into one nested in it, whose own rules count there; .ignore and .sluiceignore do.
// The user's and the system's own git configuration has no influence: the same tree gives the same rows.
// Matching is exactly git's (compared with `git check-ignore` by tests/test_ignore.c), always by case, in
// time linear in path and pattern but for patterns with several stars, and without recursion.
#ifndef SLUICE_STAGES_WALKER_IGNORE_H
#define SLUICE_STAGES_WALKER_IGNORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

// The strongest first.
typedef enum ignore_kind {
    IGNORE_SLUICE,
    IGNORE_ANY,
    IGNORE_GIT,
    IGNORE_GIT_EXCLUDE,
    IGNORE_KINDS
} ignore_kind;

// What a file's rules say of a path: nothing, leave it out, keep it.
typedef enum ignore_verdict { IGNORE_SILENT, IGNORE_DROP, IGNORE_KEEP } ignore_verdict;

// ---- the rules of one file

typedef struct ignore_rules ignore_rules;

// Reads the lines of one file; the caller owns the result. Lines that are no valid pattern match nothing.
ignore_rules *ignore_rules_new(span text);

// Frees the rules and sets *self_p to NULL; harmless when it already is.
void ignore_rules_destroy(ignore_rules **self_p);

// Says what the rules say of `path`, which is relative to the folder they hold for and has no trailing '/'.
// Folders above `path` are not looked at: who walks does not go into a folder that is left out.
ignore_verdict ignore_rules_verdict(const ignore_rules *self, span path, bool is_folder);

// ---- the rules in force at the place where a walk is

typedef struct ignore ignore;

// A place to come back to.
typedef struct ignore_mark {
    uint32_t layer_count, repository_floor;
    bool in_repository;
} ignore_mark;

// Returns a stack without rules, outside of any repository; the caller owns it.
ignore *ignore_new(void);

// Frees the stack and sets *self_p to NULL; harmless when it already is.
void ignore_destroy(ignore **self_p);

// Remembers where the walk is, to be given to ignore_leave() when it leaves the folder.
ignore_mark ignore_enter(const ignore *self);

// Forgets all that was added since.
void ignore_leave(ignore *self, ignore_mark mark);

// The folder the walk has just entered is the top of a repository: git's rules from above count no more.
void ignore_enter_repository(ignore *self);

// True when .gitignore files count here.
bool ignore_in_repository(const ignore *self);

// Adds the rules of a file. They hold for the folder that is the first `base_bytes` bytes of the paths asked
// for, its '/' included; 0 for the top.
void ignore_add(ignore *self, ignore_kind kind, size_t base_bytes, span text);

// True when the rules in force leave `path` out; no trailing '/'.
bool ignore_drops(const ignore *self, span path, bool is_folder);

#endif
