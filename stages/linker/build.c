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

// go/build: android is a linux, illumos a solaris, ios a darwin.
static bool
is_system(span tag, uint32_t target)
{
    span name = span_of(systems[system_of(target)]);
    return span_equal(tag, name) || (span_is(tag, "linux") && span_is(name, "android")) ||
           (span_is(tag, "solaris") && span_is(name, "illumos")) ||
           (span_is(tag, "darwin") && span_is(name, "ios"));
}

static bool
tag_holds(span tag, uint32_t target)
{
    uint32_t mode = target / PAIR_COUNT;
    if (position(systems, SYSTEM_COUNT, tag) >= 0)
        return is_system(tag, target);
    int processor = position(processors, PROCESSOR_COUNT, tag);
    if (processor >= 0)
        return processor == processor_of(target);
    if (span_is(tag, "unix"))
        return system_of(target) < UNIX_COUNT;
    if (span_is(tag, "cgo"))
        return !(mode & TARGET_WITHOUT_CGO);
    if (span_is(tag, "gc") || span_starts(tag, "go1."))
        return true;
    return (mode & TARGET_WITH_TAGS) && !span_is(tag, "gccgo");
}

// ---- constraints: `!`, `&&`, `||` and parentheses (go/build/constraint)

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
is_tag_byte(char c)
{
    return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool
constraint_holds(span text, uint32_t target)
{
    struct level levels[CONSTRAINT_DEPTH_MAX] = {{.all = true}};
    size_t depth = 0;
    for (size_t i = 0; i < text.size; i++) {
        struct level *level = &levels[depth];
        char c = text.data[i];
        if (is_tag_byte(c)) {
            size_t end = i;
            while (end < text.size && is_tag_byte(text.data[end]))
                end++;
            take_operand(level, tag_holds(span_slice(text, i, end), target));
            i = end - 1;
        } else if (c == '!') {
            level->is_negated = !level->is_negated;
        } else if (c == '(') {
            if (++depth == CONSTRAINT_DEPTH_MAX)
                return false;
            levels[depth] = (struct level){.all = true};
        } else if (c == ')' && depth) {
            take_operand(&levels[--depth], level->any || level->all);
        } else if (c == '|') {
            level->any |= level->all;
            level->all = true;
            i++;
        }
    }
    return levels[0].any || levels[0].all;
}

// ---- file names

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
static bool
name_holds(span path, uint32_t target)
{
    size_t start = path.size;
    while (start > 0 && path.data[start - 1] != '/')
        start--;
    span name = span_slice(path, start, path.size - (span_ends(path, ".go") ? 3 : 0));
    if (span_ends(name, "_test"))
        name.size -= 5;
    span last = cut_last(&name);
    int processor = position(processors, PROCESSOR_COUNT, last);
    if (processor < 0)
        return position(systems, SYSTEM_COUNT, last) < 0 || is_system(last, target);
    span before = cut_last(&name);
    bool names_system = position(systems, SYSTEM_COUNT, before) >= 0;
    return processor == processor_of(target) && (!names_system || is_system(before, target));
}

static bool
file_holds(const struct linker *self, const struct linked_file *file, uint32_t target)
{
    return name_holds(file->path, target) &&
           (file->constraint == LINK_NONE ||
            constraint_holds(intern_text(self->names, file->constraint), target));
}

// ---- builds

void
build_place(const struct linker *self, struct linked_file *file)
{
    uint32_t condition = file->symbol_count ? file->symbols[0].type : FACT_NONE;
    file->constraint = condition == FACT_NONE ? LINK_NONE : file->expressions[condition].name;
    file->is_test = span_ends(file->path, "_test.go");
    file->is_usual = file_holds(self, file, TARGET_USUAL);
    file->build = TARGET_USUAL; // also where a file is part of no build
    for (uint32_t target = TARGET_USUAL; target < TARGET_COUNT && !file->is_usual; target++) {
        if (file_holds(self, file, target)) {
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
    bool is_together = from->build == TARGET_USUAL ? to->is_usual : file_holds(self, to, from->build);
    return is_together ? BUILD_SEEN : BUILD_ELSEWHERE;
}
