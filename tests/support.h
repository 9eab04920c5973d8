// support - what every cmocka program needs: its four required includes, and temporary folders.
#ifndef SLUICE_TESTS_SUPPORT_H
#define SLUICE_TESTS_SUPPORT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Makes a new empty folder and returns its path; support_remove() frees it.
static inline char *
support_folder(void)
{
    const char *base = getenv("TMPDIR");
    char path[256];
    snprintf(path, sizeof path, "%s/sluice-test-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(path));
    return strdup(path);
}

static inline int
support_unlink(const char *path, const struct stat *info, int type, struct FTW *where)
{
    (void)info, (void)type, (void)where;
    return remove(path);
}

// Removes a folder of support_folder() with all below it, and frees its path.
static inline void
support_remove(char *path)
{
    nftw(path, support_unlink, 16, FTW_DEPTH | FTW_PHYS);
    free(path);
}

#endif
