#include "stages/linker/build.h"

enum {
    CONSTRAINT_DEPTH_MAX = 32, // parentheses in a constraint; a deeper one holds nowhere
    TARGET_USUAL = 0,
};

// Names of GOOS and GOARCH (internal/goosgoarch), the usual ones first; the first `UNIX_COUNT` systems are
// `unix`.
static const char *const systems[] = {"linux",   "darwin",  "freebsd", "netbsd", "openbsd", "dragonfly",
                                      "solaris", "illumos", "android", "ios",    "aix",     "hurd",
                                      "windows", "js",      "plan9",   "wasip1", "nacl",    "zos"};
static const char *const processors[] = {
    "amd64",    "386",    "arm64",   "arm",       "riscv64",     "ppc64le", "ppc64",   "s390x",
    "mips64le", "mips64", "mipsle",  "mips",      "wasm",        "loong64", "sparc64", "sparc",
    "amd64p32", "armbe",  "arm64be", "mips64p32", "mips64p32le", "ppc",     "riscv",   "s390"};
enum {
    SYSTEM_COUNT = sizeof systems / sizeof *systems,
    PROCESSOR_COUNT = sizeof processors / sizeof *processors,
    UNIX_COUNT = 12,
    PAIR_COUNT = SYSTEM_COUNT * PROCESSOR_COUNT,
    // Each pair with cgo and without other tags; without both; with other tags; with them and without cgo.
    TARGET_WITHOUT_CGO = 1,
    TARGET_WITH_TAGS = 2,
    TARGET_COUNT = PAIR_COUNT * 4,
};

static int
position(const char *const *names, int count, span name)
{
    for (int i = 0; i < count; i++) {
        if (span_is(name, names[i]))
            return i;
    }
    return -1;
}

static int
system_of(uint32_t target)
{
    return (int)(target % PAIR_COUNT % SYSTEM_COUNT);
}

static int
processor_of(uint32_t target)
{
    return (int)(target % PAIR_COUNT / SYSTEM_COUNT);
}

// ---- conditions: what a file's name and its //go:build line ask for, as codes that are read for many targets

enum {
    CODE_SYSTEM = 0,
    CODE_PROCESSOR = CODE_SYSTEM + SYSTEM_COUNT,
    CODE_UNIX = CODE_PROCESSOR + PROCESSOR_COUNT,
    CODE_CGO,
    CODE_ALWAYS,
    CODE_TAG, // any other
    CODE_NEVER,
    CODE_NOT,
    CODE_OR, // operands side by side are an `and`
    CODE_OPEN,
    CODE_CLOSE,
};

// go/build: android is a linux, illumos a solaris, ios a darwin.
static bool
is_system(int asked, int system)
{
    enum { LINUX = 0, DARWIN = 1, SOLARIS = 6, ILLUMOS = 7, ANDROID = 8, IOS = 9 };
    return asked == system || (asked == LINUX && system == ANDROID) || (asked == SOLARIS && system == ILLUMOS) ||
           (asked == DARWIN && system == IOS);
}

static bool
tag_holds(uint8_t code, uint32_t target)
{
    uint32_t mode = target / PAIR_COUNT;
    if (code < CODE_PROCESSOR)
        return is_system(code - CODE_SYSTEM, system_of(target));
    if (code < CODE_UNIX)
        return code - CODE_PROCESSOR == processor_of(target);
    switch (code) {
    case CODE_UNIX:
        return system_of(target) < UNIX_COUNT;
    case CODE_CGO:
        return !(mode & TARGET_WITHOUT_CGO);
    case CODE_TAG:
        return mode & TARGET_WITH_TAGS;
    default:
        return code == CODE_ALWAYS;
    }
}

static uint8_t
tag_code(span tag)
{
    int at = position(systems, SYSTEM_COUNT, tag);
    if (at >= 0)
        return (uint8_t)(CODE_SYSTEM + at);
    at = position(processors, PROCESSOR_COUNT, tag);
    if (at >= 0)
        return (uint8_t)(CODE_PROCESSOR + at);
    if (span_is(tag, "unix"))
        return CODE_UNIX;
    if (span_is(tag, "cgo"))
        return CODE_CGO;
    if (span_is(tag, "gc") || span_starts(tag, "go1."))
        return CODE_ALWAYS;
    return span_is(tag, "gccgo") ? CODE_NEVER : CODE_TAG;
}

// One level of parentheses: an `||` of an `&&` of operands.
struct level {
    bool any, all, is_negated;
};

static void
take_operand(struct level *level, bool value)
{
    level->all &= value != level->is_negated;
    level->is_negated = false;
}

static bool
codes_hold(span codes, uint32_t target)
{
    struct level levels[CONSTRAINT_DEPTH_MAX] = {{.all = true}};
    size_t depth = 0;
    for (size_t i = 0; i < codes.size; i++) {
        struct level *level = &levels[depth];
        uint8_t code = (uint8_t)codes.data[i];
        if (code == CODE_NOT) {
            level->is_negated = !level->is_negated;
        } else if (code == CODE_OPEN) {
            if (++depth == CONSTRAINT_DEPTH_MAX)
                return false;
            levels[depth] = (struct level){.all = true};
        } else if (code == CODE_CLOSE) {
            if (depth)
                take_operand(&levels[--depth], level->any || level->all);
        } else if (code == CODE_OR) {
            level->any |= level->all;
            level->all = true;
        } else {
            take_operand(level, tag_holds(code, target));
        }
    }
    return levels[0].any || levels[0].all;
}

static bool
is_tag_byte(char c)
{
    return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

// A constraint: `!`, `&&`, `||` and parentheses (go/build/constraint).
static void
put_constraint(buffer *out, span text)
{
    buffer_put_byte(out, CODE_OPEN);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (is_tag_byte(c)) {
            size_t end = i;
            while (end < text.size && is_tag_byte(text.data[end]))
                end++;
            buffer_put_byte(out, tag_code(span_slice(text, i, end)));
            i = end - 1;
        } else if (c == '!' || c == '(' || c == ')') {
            buffer_put_byte(out, c == '!' ? CODE_NOT : c == '(' ? CODE_OPEN : CODE_CLOSE);
        } else if (c == '|') {
            buffer_put_byte(out, CODE_OR);
            i++;
        }
    }
    buffer_put_byte(out, CODE_CLOSE);
}

static span
cut_last(span *name)
{
    size_t end = name->size;
    while (end > 0 && name->data[end - 1] != '_')
        end--;
    if (!end)
        return (span){"", 0};
    span last = span_slice(*name, end, name->size);
    *name = span_slice(*name, 0, end - 1);
    return last;
}

// name_GOOS.go, name_GOARCH.go, name_GOOS_GOARCH.go, each with or without _test.
static void
put_name(buffer *out, span path)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    span name = span_slice(path, start, path.size - (span_ends(path, ".go") ? 3 : 0));
    if (span_ends(name, "_test"))
        name.size -= 5;
    span last = cut_last(&name);
    int processor = position(processors, PROCESSOR_COUNT, last);
    if (processor >= 0) {
        buffer_put_byte(out, (uint8_t)(CODE_PROCESSOR + processor));
        last = cut_last(&name);
    }
    int system = position(systems, SYSTEM_COUNT, last);
    if (system >= 0)
        buffer_put_byte(out, (uint8_t)(CODE_SYSTEM + system));
}

static bool
file_holds(const struct linked_file *file, uint32_t target)
{
    return !file->condition.size || codes_hold(buffer_span(&file->condition), target);
}

// ---- builds

void
build_place(const struct linker *self, struct linked_file *file)
{
    uint32_t constraint = file->symbol_count ? file->symbols[0].type : FACT_NONE;
    put_name(&file->condition, file->path);
    if (constraint != FACT_NONE)
        put_constraint(&file->condition, intern_text(self->names, file->expressions[constraint].name));
    file->is_test = span_ends(file->path, "_test.go");
    file->is_usual = file_holds(file, TARGET_USUAL);
    file->build = TARGET_USUAL; // also where a file is part of no build
    for (uint32_t target = TARGET_USUAL; target < TARGET_COUNT && !file->is_usual; target++) {
        if (file_holds(file, target)) {
            file->build = target;
            break;
        }
    }
}

bool
build_exports(const struct linker *self, uint32_t file, symbol_ref symbol)
{
    const struct linked_file *from = &self->files[file], *to = &self->files[symbol.file];
    if (to->language != LANGUAGE_GO || from->folder_name == to->folder_name)
        return true;
    span name = intern_text(self->names, symbol_of(self, symbol)->name);
    return name.size && ((name.data[0] >= 'A' && name.data[0] <= 'Z') || (unsigned char)name.data[0] >= 0x80);
}

build_sight
build_sees(const struct linker *self, uint32_t file, symbol_ref symbol)
{
    const struct linked_file *from = &self->files[file], *to = &self->files[symbol.file];
    if (to->language != LANGUAGE_GO || file == symbol.file)
        return BUILD_SEEN;
    bool is_same_folder = from->folder_name == to->folder_name;
    if (to->is_test && !(from->is_test && is_same_folder))
        return BUILD_HIDDEN;
    bool is_together = from->build == TARGET_USUAL ? to->is_usual : file_holds(to, from->build);
    return is_together ? BUILD_SEEN : BUILD_ELSEWHERE;
}
