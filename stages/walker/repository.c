#include "stages/walker/repository.h"

#include <assert.h>
#include <git2.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_open; // libgit2 is the process's: its start reads all certificates of the system (6 ms)

static void
open_library(void)
{
    if (is_open)
        return;
    is_open = true;
    git_libgit2_init();
    static const int levels[] = {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
                                 GIT_CONFIG_LEVEL_GLOBAL};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
}

void
repository_close_library(void)
{
    if (is_open)
        git_libgit2_shutdown();
    is_open = false;
}

// Opens the repository whose top is `folder`; returns libgit2's code. The caller frees *found.
static int
open_at(const char *folder, git_repository **found)
{
    *found = NULL;
    char path[REPOSITORY_PATH_MAX];
    int size = snprintf(path, sizeof path, "%s/.git", folder);
    if (size >= (int)sizeof path || access(path, F_OK) != 0)
        return GIT_ENOTFOUND;
    open_library();
    unsigned flags = GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_NO_DOTGIT;
    return git_repository_open_ext(found, path, flags, NULL);
}

bool
repository_is_at(const char *folder, char exclude_path[REPOSITORY_PATH_MAX])
{
    git_repository *found;
    int rc = open_at(folder, &found), size;
    if (rc == GIT_ENOTFOUND)
        return false;
    if (rc == 0) {
        size = snprintf(exclude_path, REPOSITORY_PATH_MAX, "%sinfo/exclude", git_repository_commondir(found));
    } else { // of a kind that libgit2 cannot work with, as one with SHA-256, but git can
        size = snprintf(exclude_path, REPOSITORY_PATH_MAX, "%s/.git/HEAD", folder);
        if (size >= REPOSITORY_PATH_MAX || access(exclude_path, F_OK) != 0)
            return false;
        size = snprintf(exclude_path, REPOSITORY_PATH_MAX, "%s/.git/info/exclude", folder);
    }
    if (size >= REPOSITORY_PATH_MAX)
        exclude_path[0] = 0;
    git_repository_free(found);
    return true;
}

bool
repository_find(const char *folder, size_t *top_bytes, char exclude_path[REPOSITORY_PATH_MAX])
{
    char path[REPOSITORY_PATH_MAX];
    size_t size = strlen(folder);
    assert(folder[0] == '/');
    if (size >= sizeof path)
        return false;
    memcpy(path, folder, size + 1);
    while (!repository_is_at(path, exclude_path)) {
        if (size == 1)
            return false;
        while (size > 1 && path[size - 1] != '/')
            size--;
        size -= size > 1; // the '/', but that of "/"
        path[size] = 0;
    }
    *top_bytes = size;
    return true;
}

bool
repository_commit(const char *top, char commit[REPOSITORY_COMMIT_BYTES])
{
    git_repository *found;
    git_oid head;
    bool is_there = open_at(top, &found) == 0 && git_reference_name_to_id(&head, found, "HEAD") == 0;
    if (is_there)
        git_oid_tostr(commit, REPOSITORY_COMMIT_BYTES, &head);
    git_repository_free(found);
    return is_there;
}
