// Which entities are tests, by the conventions of each language's usual test runners. What an attribute, an
// annotation or a framework's call says, the language's rules note while they walk; here are paths and names.
//   Go          `_test.go` files (go help test)
//   Python      test_*.py, *_test.py, conftest.py; folders tests/ and test/; in other files nothing (pytest, unittest)
//   Java        src/test/ (Maven, Gradle), *Test.java, *Tests.java, *TestCase.java, *IT.java
//   JS, TS      *.test.*, *.spec.*, folders __tests__/ and __mocks__/ (Jest, Vitest), test/ and tests/
//   Rust        folder tests/ beside src/ (Cargo), benches/
//   Ruby        *_test.rb, test_*.rb, *_spec.rb; folders test/, spec/
//   PHP         *Test.php; folders tests/, test/
//   C#, Swift   *Tests.cs, *Test.cs, *Tests.swift; Swift's folder Tests/
//   Kotlin      *Test.kt, *Tests.kt, *Spec.kt; source sets src/test/, src/*Test/ (Gradle)
//   Bash        *_test.sh, test_*, *.bats; folders test/, tests/ (shunit2, Bats)
//   Lua         *_spec.lua, *_test.lua, test_*; folders spec/, test/, tests/ (Busted, LuaUnit)
//   Scala       *Test.scala, *Tests.scala, *Spec.scala, *Suite.scala; src/test/ (sbt)
//   SQL         *_test.sql, test_*; folders test/, tests/
//   C, C++      test_*.c, *_test.c(c), *_unittest.cc; folders test/, tests/, unittests/
#include "stages/parser/extraction.h"

struct convention {
    language_id language;
    const char *folders;  // path components, separated and enclosed by spaces
    const char *suffixes; // of the file name, separated by spaces
    const char *prefixes; // of the file name
};

static const struct convention conventions[] = {
    {LANGUAGE_GO, " ", "_test.go", ""},
    {LANGUAGE_PYTHON, " test tests ", "_test.py conftest.py", "test_"},
    {LANGUAGE_JAVA, " ", "Test.java Tests.java TestCase.java IT.java", ""},
    {LANGUAGE_JAVASCRIPT, " __tests__ __mocks__ test tests ", ".test.js .spec.js .test.jsx .spec.jsx .test.mjs .spec.mjs .test.cjs .spec.cjs", ""},
    {LANGUAGE_TYPESCRIPT, " __tests__ __mocks__ test tests ", ".test.ts .spec.ts .test.mts .spec.mts", ""},
    {LANGUAGE_TSX, " __tests__ __mocks__ test tests ", ".test.tsx .spec.tsx", ""},
    {LANGUAGE_RUST, " tests benches ", "", ""},
    {LANGUAGE_RUBY, " test spec ", "_test.rb _spec.rb", "test_"},
    {LANGUAGE_PHP, " test tests Tests ", "Test.php", ""},
    {LANGUAGE_CSHARP, " ", "Test.cs Tests.cs", ""},
    {LANGUAGE_SWIFT, " Tests ", "Tests.swift", ""},
    {LANGUAGE_KOTLIN, " ", "Test.kt Tests.kt TestCase.kt IT.kt Spec.kt", ""},
    {LANGUAGE_BASH, " test tests ", "_test.sh .bats", "test_"},
    {LANGUAGE_LUA, " spec test tests ", "_spec.lua _test.lua", "test_"},
    {LANGUAGE_SCALA, " ", "Test.scala Tests.scala Spec.scala Suite.scala", ""},
    {LANGUAGE_SQL, " test tests ", "_test.sql", "test_"},
    {LANGUAGE_C, " test tests unittests ", "_test.c", "test_"},
    {LANGUAGE_CPP, " test tests unittests ", "_test.cc _test.cpp _test.cxx _unittest.cc _unittest.cpp", "test_"},
};

static bool
has_folder(span path, const char *folders)
{
    size_t start = 0;
    for (size_t i = 0; i < path.size; i++) {
        if (path.data[i] != '/')
            continue;
        span folder = span_slice(path, start, i);
        start = i + 1;
        for (const char *at = folders; (at = strchr(at, ' ')) && at[1]; at++) {
            size_t size = strcspn(at + 1, " ");
            if (span_equal(folder, (span){at + 1, size}))
                return true;
        }
    }
    return false;
}

// True when one of the words of `list` is at the end (or the start) of `name`.
static bool
has_affix(span name, const char *list, bool is_suffix)
{
    for (const char *at = list; *at;) {
        size_t size = strcspn(at, " ");
        if (size && size <= name.size &&
            memcmp(name.data + (is_suffix ? name.size - size : 0), at, size) == 0)
            return true;
        at += size + (at[size] == ' ');
    }
    return false;
}

// A folder of tests beside src/main: src/test/ (Maven, Gradle, sbt), src/commonTest/, src/androidTest/ (Kotlin).
static bool
is_test_source_set(span path)
{
    for (size_t i = 0; i + 4 <= path.size; i++) {
        if (memcmp(path.data + i, "src/", 4) != 0 || (i > 0 && path.data[i - 1] != '/'))
            continue;
        const char *start = path.data + i + 4, *slash = memchr(start, '/', path.size - i - 4);
        span folder = {start, slash ? (size_t)(slash - start) : 0};
        if (span_is(folder, "test") || span_ends(folder, "Test"))
            return true;
    }
    return false;
}

test_detection
detect_test_file(language_id language, span path)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    span name = span_slice(path, start, path.size);
    for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++) {
        const struct convention *convention = &conventions[i];
        if (convention->language != language)
            continue;
        if (has_affix(name, convention->suffixes, true) || has_affix(name, convention->prefixes, false))
            return DETECTION_FILE_NAME;
        if (has_folder(path, convention->folders))
            return DETECTION_PATH;
    }
    return language_is_jvm(language) && is_test_source_set(path) ? DETECTION_PATH : DETECTION_NONE;
}

test_detection
detect_test(const struct extraction *x, uint32_t symbol)
{
    if (x->entities[symbol].detection != DETECTION_NONE)
        return x->entities[symbol].detection;
    uint32_t parent = x->facts.symbols[symbol].parent;
    return parent == FACT_NONE ? DETECTION_NONE : x->entities[parent].detection;
}
