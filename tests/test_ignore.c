#include "tests/support.h"

#include <sys/stat.h>

#include "stages/walker/ignore.h"

// Says what one file's rules say of a path; a trailing '/' makes it a folder.
static ignore_verdict
verdict(const char *rules_text, const char *path)
{
    span text = span_of(path);
    bool is_folder = span_ends(text, "/");
    text.size -= is_folder;
    ignore_rules *rules = ignore_rules_new(span_of(rules_text));
    ignore_verdict said = ignore_rules_verdict(rules, text, is_folder);
    ignore_rules_destroy(&rules);
    assert_null(rules);
    return said;
}

#define assert_drops(rules, path) assert_int_equal(verdict(rules, path), IGNORE_DROP)
#define assert_keeps(rules, path) assert_int_equal(verdict(rules, path), IGNORE_KEEP)
#define assert_silent(rules, path) assert_int_equal(verdict(rules, path), IGNORE_SILENT)

static void
a_name_matches_at_any_depth_and_a_path_only_at_its_own(void **state)
{
    assert_drops("build", "build");
    assert_drops("build", "a/b/build");
    assert_drops("*.o", "a/b/c.o");
    assert_drops("a/b", "a/b");
    assert_silent("a/b", "x/a/b");
    assert_drops("/build", "build");
    assert_silent("/build", "a/build");
    assert_silent("*.o", "c.oo");
    assert_silent("a/*", "a/b/c");
}

static void
a_pattern_that_ends_in_a_slash_is_about_folders_only(void **state)
{
    assert_drops("build/", "build/");
    assert_silent("build/", "build");
    assert_drops("a/b/", "a/b/");
}

static void
two_stars_between_slashes_stand_for_any_folders(void **state)
{
    assert_drops("**/c", "c");
    assert_drops("**/c", "a/b/c");
    assert_drops("a/**/c", "a/c");
    assert_drops("a/**/c", "a/b/b/c");
    assert_drops("a/**", "a/b/c");
    assert_silent("a/**", "a");
    assert_silent("a/**/c", "a/bc");
    assert_silent("x/a**c", "x/a/c");
    assert_drops("a/**/b*/**/c*d", "a/q/bb/r/s/cxd");
}

static void
the_last_line_that_matches_decides(void **state)
{
    assert_keeps("*.log\n!keep.log\n", "keep.log");
    assert_drops("!keep.log\n*.log\n", "keep.log");
    assert_silent("", "keep.log");
}

static void
comments_blank_lines_and_trailing_spaces_are_no_part_of_a_pattern(void **state)
{
    assert_silent("# a\n\n \n", "a");
    assert_drops("\\#a", "#a");
    assert_drops("\\!a", "!a");
    assert_drops("a   ", "a");
    assert_drops("a\\ ", "a ");
    assert_drops("a\r\nb\r\n", "a");
    assert_drops("\xEF\xBB\xBF"
                 "a",
                 "a");
    assert_drops("a", "a"); // without a newline at the end
}

static void
a_set_matches_one_byte_that_is_no_slash(void **state)
{
    assert_drops("[a-c]x", "bx");
    assert_silent("[!a-c]x", "bx");
    assert_drops("[^a-c]x", "zx");
    assert_drops("[]-]x", "]x");
    assert_drops("[[:digit:]_]x", "7x");
    assert_silent("q[!a]x", "q/x");
    assert_drops("[a\\]]x", "]x");
    assert_drops("caf[\xC3\xA9][\xC3\xA9]", "caf\xC3\xA9");
}

static void
a_broken_pattern_matches_nothing(void **state)
{
    assert_silent("[a", "a");
    assert_silent("[a", "[a");
    assert_silent("a\\", "a\\");
    assert_silent("[[:nosuch:]]", "n");
    assert_silent("/", "a");
    assert_silent("!", "a");
}

static void
many_stars_take_no_time_to_fail(void **state)
{
    char name[4001];
    memset(name, 'a', 4000);
    name[4000] = 0;
    assert_silent("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", name);
    assert_silent("**/a*/**/a*/**/a*/**/a*/**/a*/**/b",
                  "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a");
}

static void
the_stronger_kind_decides_before_the_deeper_file(void **state)
{
    ignore *rules = ignore_new();
    ignore_enter_repository(rules);
    ignore_add(rules, IGNORE_SLUICE, 0, span_of("a\n!b"));
    ignore_add(rules, IGNORE_ANY, 2, span_of("!a\nb\n!c\nd"));
    ignore_add(rules, IGNORE_GIT, 2, span_of("a\nb\nc\n!e"));
    ignore_add(rules, IGNORE_GIT_EXCLUDE, 0, span_of("c\ne\nf"));
    assert_true(ignore_drops(rules, span_of("x/a"), false));
    assert_false(ignore_drops(rules, span_of("x/b"), false));
    assert_false(ignore_drops(rules, span_of("x/c"), false));
    assert_true(ignore_drops(rules, span_of("x/d"), false));
    assert_false(ignore_drops(rules, span_of("x/e"), false));
    assert_true(ignore_drops(rules, span_of("x/f"), false));
    assert_false(ignore_drops(rules, span_of("x/g"), false));
    ignore_destroy(&rules);
    assert_null(rules);
    ignore_destroy(&rules);
}

static void
the_deeper_file_of_a_kind_decides_until_its_folder_is_left(void **state)
{
    ignore *rules = ignore_new();
    ignore_add(rules, IGNORE_ANY, 0, span_of("/x/a\n"));
    ignore_mark mark = ignore_enter(rules);
    ignore_add(rules, IGNORE_ANY, 2, span_of("!/a\n"));
    assert_false(ignore_drops(rules, span_of("x/a"), false));
    ignore_leave(rules, mark);
    assert_true(ignore_drops(rules, span_of("x/a"), false));
    ignore_destroy(&rules);
}

static void
gits_rules_stop_at_a_nested_repository_and_others_do_not(void **state)
{
    ignore *rules = ignore_new();
    assert_false(ignore_in_repository(rules));
    ignore_enter_repository(rules);
    ignore_add(rules, IGNORE_GIT_EXCLUDE, 0, span_of("a"));
    ignore_add(rules, IGNORE_GIT, 0, span_of("b"));
    ignore_add(rules, IGNORE_ANY, 0, span_of("c"));
    ignore_mark mark = ignore_enter(rules);
    ignore_enter_repository(rules);
    assert_false(ignore_drops(rules, span_of("n/a"), false));
    assert_false(ignore_drops(rules, span_of("n/b"), false));
    assert_true(ignore_drops(rules, span_of("n/c"), false));
    ignore_leave(rules, mark);
    assert_true(ignore_drops(rules, span_of("n/a"), false));
    assert_true(ignore_in_repository(rules));
    ignore_destroy(&rules);
}

// ---- the same answers as git

enum { ROUNDS = 60, LINES = 12, PATHS = 250, TEXT_MAX = 512 };

static uint64_t
next_random(uint64_t *seed)
{
    *seed ^= *seed << 13, *seed ^= *seed >> 7, *seed ^= *seed << 17;
    return *seed;
}

// Writes one to `parts_max` random parts of a list into `text`.
static void
random_text(uint64_t *seed, const char *const *parts, size_t part_count, size_t parts_max,
            char text[TEXT_MAX])
{
    text[0] = 0;
    for (size_t i = next_random(seed) % parts_max + 1; i > 0; i--)
        strcat(text, parts[next_random(seed) % part_count]);
}

static void
random_line(uint64_t *seed, char text[TEXT_MAX])
{
    static const char *const parts[] = {"a",    "b",    "a",      "b",           "c",   "*",   "**",  "***",
                                        "?",    "/",    "/",      "/",           "/",   "**/", "/**", "[ab]",
                                        "[!a]", "[b-]", "[^b-c]", "\\a",         "\\/", "\\*", " ",   "!",
                                        "[",    "]",    "-",      "[[:lower:]]", "#",   ".",   "\\"};
    random_text(seed, parts, sizeof parts / sizeof *parts, 8, text);
}

// A path of one to five parts; folders `a` and `a/b` exist and may hold rules of their own.
static void
random_path(uint64_t *seed, char text[TEXT_MAX])
{
    static const char *const parts[] = {"a",   "b",   "c",   "ab",  "-", "*", "ba",
                                        "a b", "aab", "abc", "a.b", "[", "]"};
    text[0] = 0;
    for (size_t i = next_random(seed) % 5 + 1; i > 0; i--) {
        strcat(text, parts[next_random(seed) % (sizeof parts / sizeof *parts)]);
        strcat(text, i > 1 ? "/" : "");
    }
}

static void
write_text(const char *folder, const char *name, const char *text)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

// Makes random rules, as a file below `folder` and in `rules`, for one of the four places.
static void
random_rules(uint64_t *seed, const char *folder, ignore *rules, int place)
{
    static const char *const files[] = {".git/info/exclude", ".gitignore", "a/.gitignore", "a/b/.gitignore"};
    static const size_t bases[] = {0, 0, 2, 4};
    char text[LINES * TEXT_MAX] = "", line[TEXT_MAX];
    for (size_t i = next_random(seed) % LINES; i > 0; i--) {
        random_line(seed, line);
        strcat(strcat(text, line), i > 1 ? "\n" : "");
    }
    write_text(folder, files[place], text);
    if (place < 2 || !ignore_drops(rules, place == 2 ? span_of("a") : span_of("a/b"), true))
        ignore_add(rules, place == 0 ? IGNORE_GIT_EXCLUDE : IGNORE_GIT, bases[place], span_of(text));
}

// Says whether a walk would get to `path` and list it; rules of a folder hold below it only.
static bool
walk_drops(ignore *rules[4], const char *path)
{
    span whole = span_of(path);
    for (size_t i = 1; i < whole.size; i++) {
        span folder = span_slice(whole, 0, i);
        int depth = span_starts(folder, "a/b/") ? 3 : span_starts(folder, "a/") ? 2 : 1;
        if (path[i] == '/' && ignore_drops(rules[depth], folder, true))
            return true;
    }
    int depth = span_starts(whole, "a/b/") ? 3 : span_starts(whole, "a/") ? 2 : 1;
    bool is_folder = span_is(whole, "a") || span_is(whole, "a/b");
    return ignore_drops(rules[depth], whole, is_folder);
}

// Asks git which of `paths` it ignores; answers[i] is for paths[i].
static void
ask_git(const char *folder, char paths[PATHS][TEXT_MAX], bool answers[PATHS])
{
    char input[1024], command[4096];
    snprintf(input, sizeof input, "%s/../input-%d", folder, (int)getpid());
    FILE *file = fopen(input, "w");
    assert_non_null(file);
    for (int i = 0; i < PATHS; i++)
        fwrite(paths[i], 1, strlen(paths[i]) + 1, file);
    fclose(file);
    snprintf(command, sizeof command,
             "GIT_CONFIG_NOSYSTEM=1 HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent "
             "git -C %s check-ignore --no-index -z -v -n --stdin <%s",
             folder, input);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char *field = NULL;
    size_t capacity = 0;
    for (int i = 0; i < PATHS; i++) { // source, line, pattern, path: each ends in a NUL
        answers[i] = false;
        for (int j = 0; j < 4; j++) {
            ssize_t size = getdelim(&field, &capacity, 0, pipe);
            assert_true(size > 0);
            if (j == 2)
                answers[i] = field[0] != 0 && field[0] != '!';
        }
        assert_string_equal(field, paths[i]);
    }
    free(field);
    pclose(pipe);
    unlink(input);
}

// One round: random rules in four places, random paths, git and we agree on each. Returns how many are
// dropped.
static int
compare_once(uint64_t *seed, const char *folder)
{
    char paths[PATHS][TEXT_MAX];
    bool answers[PATHS];
    ignore *rules[4]; // [n] has the rules of the first n + 1 places
    for (int i = 0; i < 4; i++) {
        rules[i] = ignore_new();
        ignore_enter_repository(rules[i]);
    }
    for (int place = 0; place < 4; place++) {
        uint64_t same = *seed;
        for (int i = place; i < 4; i++) {
            *seed = same;
            random_rules(seed, folder, rules[i], place);
        }
    }
    for (int i = 0; i < PATHS; i++)
        random_path(seed, paths[i]);
    ask_git(folder, paths, answers);
    int dropped = 0;
    for (int i = 0; i < PATHS; i++) {
        if (walk_drops(rules, paths[i]) != answers[i])
            fail_msg("git says %d of %s in %s", answers[i], paths[i], folder);
        dropped += answers[i];
    }
    for (int i = 0; i < 4; i++)
        ignore_destroy(&rules[i]);
    return dropped;
}

static void
random_rules_and_paths_get_gits_own_answers(void **state)
{
    if (system("git --version >/dev/null 2>&1") != 0)
        skip();
    char *folder = support_folder(), command[1024], below[1024];
    snprintf(command, sizeof command, "git init -q %s/r 2>/dev/null && mkdir -p %s/r/a/b %s/r/.git/info",
             folder, folder, folder);
    assert_int_equal(system(command), 0);
    snprintf(below, sizeof below, "%s/r", folder);
    const char *given = getenv("SLUICE_TEST_SEED"), *rounds = getenv("SLUICE_TEST_ROUNDS");
    uint64_t seed = given ? strtoull(given, NULL, 10) : 20240917;
    int round_count = rounds ? atoi(rounds) : ROUNDS, dropped = 0;
    for (int i = 0; i < round_count; i++)
        dropped += compare_once(&seed, below);
    assert_in_range(dropped, round_count * PATHS / 5, round_count * PATHS / 5 * 4); // both answers are common
    support_remove(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_matches_at_any_depth_and_a_path_only_at_its_own),
        cmocka_unit_test(a_pattern_that_ends_in_a_slash_is_about_folders_only),
        cmocka_unit_test(two_stars_between_slashes_stand_for_any_folders),
        cmocka_unit_test(the_last_line_that_matches_decides),
        cmocka_unit_test(comments_blank_lines_and_trailing_spaces_are_no_part_of_a_pattern),
        cmocka_unit_test(a_set_matches_one_byte_that_is_no_slash),
        cmocka_unit_test(a_broken_pattern_matches_nothing),
        cmocka_unit_test(many_stars_take_no_time_to_fail),
        cmocka_unit_test(the_stronger_kind_decides_before_the_deeper_file),
        cmocka_unit_test(the_deeper_file_of_a_kind_decides_until_its_folder_is_left),
        cmocka_unit_test(gits_rules_stop_at_a_nested_repository_and_others_do_not),
        cmocka_unit_test(random_rules_and_paths_get_gits_own_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
