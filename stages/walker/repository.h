// repository - git repositories, as far as the walker cares: where one is, where its exclude file is, and
// which commit is checked out. The only file that includes git2.h.
//
// The user's and the system's git configuration are not read, and whose the repository is does not matter:
// nothing in it is run or written.
#ifndef SLUICE_STAGES_WALKER_REPOSITORY_H
#define SLUICE_STAGES_WALKER_REPOSITORY_H

#include <stdbool.h>
#include <stddef.h>

enum { REPOSITORY_COMMIT_BYTES = 41, REPOSITORY_PATH_MAX = 4096 };

// Frees what libgit2 holds; harmless when the process met no repository, and what follows works again after
// it.
void repository_close_library(void);

// True when `folder` is the top of a repository: it has a `.git` folder, or a `.git` file (worktree,
// submodule) that leads to one, and git could work with it. `exclude_path` then has the path of its
// info/exclude, which need not exist. A folder whose path is over REPOSITORY_PATH_MAX bytes is none.
bool repository_is_at(const char *folder, char exclude_path[REPOSITORY_PATH_MAX]);

// Finds the repository that `folder` is in, however deep: *top_bytes is how much of `folder`, an absolute
// path without links (realpath(3)), is its top, without a trailing '/' (but 1 for "/"). False when it is in
// none.
bool repository_find(const char *folder, size_t *top_bytes, char exclude_path[REPOSITORY_PATH_MAX]);

// Gives the commit that is checked out at `top`, in hex; false when there is none (yet).
bool repository_commit(const char *top, char commit[REPOSITORY_COMMIT_BYTES]);

#endif
