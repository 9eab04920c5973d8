// The linker's vault: in memory, past its bound in a file, and where there is no room.
#include "tests/support.h"

#include <dirent.h>
#include <errno.h>
#include <stdalign.h>
#include <unistd.h>

#include "base/fault.h"
#include "stages/linker/vault.h"

enum { ARRAY_BYTES = 3000, ARRAYS = 4000 };

struct fixture {
    vault *vault;
    char folder[64];
    char *arrays[ARRAYS];
};

static int
setup(void **state)
{
    struct fixture *self = calloc(1, sizeof *self);
    assert_non_null(self);
    snprintf(self->folder, sizeof self->folder, "/tmp/test-vault-XXXXXX");
    assert_non_null(mkdtemp(self->folder));
    self->vault = vault_new();
    *state = self;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *self = *state;
    vault_destroy(&self->vault);
    assert_null(self->vault);
    assert_int_equal(rmdir(self->folder), 0); // nothing is left in it
    free(self);
    return 0;
}

static void
fill(struct fixture *self)
{
    for (int i = 0; i < ARRAYS; i++) {
        char *array = self->arrays[i] = vault_alloc(self->vault, ARRAY_BYTES);
        assert_non_null(array);
        assert_int_equal((uintptr_t)array % alignof(max_align_t), 0);
        for (int at = 0; at < ARRAY_BYTES; at++)
            assert_int_equal(array[at], 0);
        memset(array, i % 127 + 1, ARRAY_BYTES);
    }
}

static void
expect_kept(struct fixture *self)
{
    for (int i = 0; i < ARRAYS; i++) {
        for (int at = 0; at < ARRAY_BYTES; at += 500)
            assert_int_equal(self->arrays[i][at], i % 127 + 1);
        vault_rest(self->vault, 500000);
    }
}

static void
arrays_stay_where_they_are(void **state)
{
    fill(*state);
    expect_kept(*state);
}

static void
past_the_bound_they_are_in_a_file_without_a_name(void **state)
{
    struct fixture *self = *state;
    vault_bound(self->vault, self->folder, (struct vault_bounds){.arrays = 1 << 20, .mapped = 1 << 20});
    fill(self);
    DIR *folder = opendir(self->folder);
    for (struct dirent *entry; (entry = readdir(folder));)
        assert_int_equal(entry->d_name[0], '.');
    closedir(folder);
    expect_kept(self);
    expect_kept(self);
}

static void
one_array_may_be_larger_than_the_bound(void **state)
{
    struct fixture *self = *state;
    vault_bound(self->vault, self->folder, (struct vault_bounds){.arrays = 0, .mapped = 0});
    char *small = vault_alloc(self->vault, 1), *large = vault_alloc(self->vault, 40 << 20);
    assert_non_null(small);
    assert_non_null(large);
    large[(40 << 20) - 1] = 'x';
    assert_non_null(vault_alloc(self->vault, 0));
    assert_int_equal(large[(40 << 20) - 1], 'x');
}

static void
what_is_at_the_bound_needs_no_file(void **state)
{
    struct fixture *self = *state;
    vault_bound(self->vault, "/nowhere/at/all", (struct vault_bounds){.arrays = 64 * 1024, .mapped = 64 * 1024});
    assert_non_null(vault_alloc(self->vault, 64 * 1024));
    char failure[VAULT_FAILURE_BYTES];
    assert_int_equal(vault_failed(self->vault, failure), STATUS_OK);
    assert_null(vault_alloc(self->vault, 16));
    assert_int_equal(vault_failed(self->vault, failure), STATUS_NOT_FOUND);
    assert_non_null(strstr(failure, "cannot create /nowhere/at/all/linker.spill: No such file"));
}

static void
hot_arrays_have_memory_of_their_own_up_to_a_bound(void **state)
{
    struct fixture *self = *state;
    char failure[VAULT_FAILURE_BYTES];
    vault_bound(self->vault, "/nowhere/at/all", (struct vault_bounds){.arrays = 0, .hot = 3000, .mapped = 0});
    char *first = vault_alloc_hot(self->vault, 1000), *second = vault_alloc_hot(self->vault, 2000);
    assert_non_null(first);
    assert_non_null(second);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(first[i], 0);
    assert_int_equal(vault_failed(self->vault, failure), STATUS_OK);
    assert_null(vault_alloc_hot(self->vault, 1)); // past the bound it is one of the others
    assert_int_equal(vault_failed(self->vault, failure), STATUS_NOT_FOUND);
}

static void
a_full_disk_is_an_error_that_names_the_file(void **state)
{
    struct fixture *self = *state;
    vault_bound(self->vault, self->folder, (struct vault_bounds){.arrays = 0, .mapped = 0});
    setenv("SLUICE_FAULT", "linker.spill:2:errno=28", 1);
    assert_int_equal(fault_open(), STATUS_OK);
    assert_non_null(vault_alloc(self->vault, 16));
    assert_null(vault_alloc(self->vault, 64 << 20));
    char failure[VAULT_FAILURE_BYTES];
    assert_int_equal(vault_failed(self->vault, failure), STATUS_NO_SPACE);
    assert_non_null(strstr(failure, self->folder));
    assert_non_null(strstr(failure, "/linker.spill: No space left on device"));
    unsetenv("SLUICE_FAULT");
    assert_int_equal(fault_open(), STATUS_OK);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(arrays_stay_where_they_are),
        TEST(past_the_bound_they_are_in_a_file_without_a_name),
        TEST(one_array_may_be_larger_than_the_bound),
        TEST(what_is_at_the_bound_needs_no_file),
        TEST(hot_arrays_have_memory_of_their_own_up_to_a_bound),
        TEST(a_full_disk_is_an_error_that_names_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
