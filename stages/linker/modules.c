// Which files an import names: one small rule per language over the paths, folders and packages of the tree.
//
//   C, C++        #include: the file beside the includer, else the nearest file whose path ends so
//   Go            a folder: the import path below a vendor folder beside or above the importer (cmd/go, "Vendor
//                 Directories"); in the tree's modules, where a go.mod is; else in the tree, below src/, or the path's
//                 longest tail that is a folder of the tree; called by its package clause
//   Python        dotted module as path (a/b/__init__.py, a/b.py) below a folder around the importer that is no package, or
//                 its src or lib; leading dots are relative to the importer's package (reference, 5. "The import system")
//   JS, TS        relative path, with the extensions and index files that TypeScript, bundlers and Node try; paths of
//                 tsconfig.json; imports, name and exports of a package.json in the tree
//   Java, PHP, C# the package or namespace itself, or the package of a fully qualified class
//   Kotlin, Scala the same; packages are shared with Java's files, as one class path is
//   Rust          the file whose module a path leads to: crates.h
//   Ruby          require_relative beside the file; require from any lib folder
//   Bash          the path, or what is behind its expansion, from the script's folder upward
//   Lua           dotted name as a path, from the importer's folder upward, also in lua/, src/ and lib/
//   Swift         modules are not folders: nothing in the tree
#include "stages/linker/crates.h"
#include "stages/linker/manifests.h"

#include <assert.h>
#include <stdlib.h>

enum { MODULE_FILES_MAX = 4096 };

static void
add_file(struct file_list *list, uint32_t file)
{
    if (file == LINK_NONE || list->count == MODULE_FILES_MAX)
        return;
    bool is_last = !list->is_unordered && (!list->count || list->files[list->count - 1] < file);
    for (uint32_t i = 0; i < list->count && !is_last; i++) {
        if (list->files[i] == file)
            return;
    }
    if ((list->count & (list->count - 1)) == 0) { // room for a power of two
        list->files = realloc(list->files, (list->count ? 2 * (size_t)list->count : 1) * sizeof *list->files);
        assert(list->files);
    }
    list->is_unordered |= !is_last;
    list->files[list->count++] = file;
}

static uint32_t
file_at(const struct linker *self, span path)
{
    uint32_t name = intern_find(self->names, path);
    return name == INTERN_NONE || name >= self->path_name_count ? LINK_NONE : self->file_of_path[name];
}

static uint32_t
file_with_suffix(const struct linker *self, span stem, const char *suffix)
{
    char path[MANIFEST_PATH_BYTES];
    size_t size = strlen(suffix);
    if (stem.size + size > sizeof path)
        return LINK_NONE;
    memcpy(path, stem.data, stem.size);
    memcpy(path + stem.size, suffix, size);
    return file_at(self, (span){path, stem.size + size});
}

// A folder's Go package. An external test (package x_test) sees what the internal ones declare, too.
static void
add_folder(const struct linker *self, const struct linked_file *from, struct file_list *list, uint32_t folder_name)
{
    const symbol_ref *files;
    uint32_t count = index_range(&self->folders, folder_name, &files);
    bool is_tested = from->is_test && from->folder_name == folder_name;
    for (uint32_t i = 0; i < count; i++) {
        const struct linked_file *file = &self->files[files[i].file];
        if (file->language == LANGUAGE_GO && (!file->is_test || (is_tested && file->package != from->package)))
            add_file(list, files[i].file);
    }
}

static bool
folder_is_known(const struct linker *self, span path, uint32_t *name)
{
    if (!path.data) // outside of the tree
        return false;
    *name = intern_find(self->names, path);
    return *name != INTERN_NONE && self->folders.starts[*name + 1] > self->folders.starts[*name];
}

// The import path in a vendor folder, the innermost first.
static bool
find_vendored(const struct linker *self, const struct linked_file *from, span module, uint32_t *name)
{
    char path[MANIFEST_PATH_BYTES];
    for (span folder = manifest_folder(from->path);; folder = manifest_folder(folder)) {
        span vendor = manifest_join(path, folder, SPAN_LITERAL("vendor"));
        if (vendor.size + module.size + 2 > sizeof path)
            return false;
        path[vendor.size] = '/';
        memcpy(path + vendor.size + 1, module.data, module.size);
        if (folder_is_known(self, (span){path, vendor.size + 1 + module.size}, name))
            return true;
        if (!folder.size)
            return false;
    }
}

// The import path below the folder of the module, somewhere in the tree, whose path is its longest prefix (Go Modules
// Reference, "Resolving a package to a module"); the library's packages are those of the module `std`.
static bool
find_in_go_modules(const struct linker *self, const struct linked_file *from, span module, uint32_t *name)
{
    char path[MANIFEST_PATH_BYTES];
    uint32_t manifest = LINK_NONE;
    size_t size = module.size;
    while (size && manifest == LINK_NONE) {
        manifest = manifest_of_package(self, span_slice(module, 0, size), "go.mod", manifest_folder(from->path));
        while (manifest == LINK_NONE && size && module.data[--size] != '/')
            continue;
    }
    if (manifest == LINK_NONE)
        manifest = manifest_of_package(self, SPAN_LITERAL("std"), "go.mod", manifest_folder(from->path));
    if (manifest == LINK_NONE)
        return false;
    span folder = manifest_folder(self->files[manifest].path);
    return folder_is_known(self, manifest_join(path, folder, span_slice(module, size, module.size)), name);
}

static bool
find_replaced(const struct linker *self, uint32_t manifest, span module, uint32_t *name)
{
    struct manifest_paths paths;
    manifest_find(self, manifest, module, &paths);
    return paths.count && folder_is_known(self, paths.paths[0], name);
}

// The folder that a Go import path names, as a name; false when it is not in the tree.
static bool
find_go_folder(const struct linker *self, const struct linked_file *from, span module, uint32_t *name)
{
    char in_src[MANIFEST_PATH_BYTES];
    if (find_vendored(self, from, module, name))
        return true;
    uint32_t manifest = manifest_above(self, manifest_folder(from->path), "go.mod");
    if (manifest != LINK_NONE)
        return find_replaced(self, manifest, module, name) || find_in_go_modules(self, from, module, name);
    if (folder_is_known(self, manifest_join(in_src, SPAN_LITERAL("src"), module), name)) // GOROOT's, GOPATH's
        return true;
    // Without a go.mod, a module's prefix ("example.org/x") is no folder: drop it part by part.
    bool has_host = memchr(module.data, '.', module.size) != NULL;
    for (span rest = module; rest.size;) {
        if (folder_is_known(self, rest, name))
            return true;
        const char *slash = memchr(rest.data, '/', rest.size);
        // Without a host the path is the standard library's, whole; with one, a prefix may be the module's name.
        if (!slash || (!has_host && rest.data != module.data))
            return false;
        rest = span_slice(rest, (size_t)(slash - rest.data) + 1, rest.size);
    }
    return false;
}

static void
resolve_go(const struct linker *self, const struct linked_file *from, fact_import *import, struct file_list *list)
{
    uint32_t name;
    if (!find_go_folder(self, from, intern_text(self->names, import->module), &name))
        return;
    add_folder(self, from, list, name);
    for (uint32_t i = 0; i < list->count && import->flags & IMPORT_UNNAMED; i++) {
        const struct linked_file *file = &self->files[list->files[i]];
        if (file->is_usual && !file->is_test && file->package != LINK_NONE) {
            import->alias = file->package;
            break;
        }
    }
}

// A module of a folder: a package, a file, a stub.
static uint32_t
python_module_in(const struct linker *self, span folder, span tail)
{
    char path[MANIFEST_PATH_BYTES];
    span stem = manifest_join(path, folder, tail);
    static const char *const endings[] = {"/__init__.py", ".py", "/__init__.pyi", ".pyi"};
    uint32_t found = stem.size ? LINK_NONE : file_at(self, SPAN_LITERAL("__init__.py"));
    for (size_t i = 0; stem.size && found == LINK_NONE && i < sizeof endings / sizeof *endings; i++)
        found = file_with_suffix(self, stem, endings[i]);
    return found;
}

// Absolute modules are looked for where imports may start: in the folders around the importer that are no packages, and in
// their `src` and `lib`.
static uint32_t
python_module_from_roots(const struct linker *self, span folder, span tail)
{
    char below[MANIFEST_PATH_BYTES];
    for (;; folder = manifest_folder(folder)) {
        bool is_package = python_module_in(self, folder, (span){"", 0}) != LINK_NONE;
        uint32_t found = is_package && folder.size ? LINK_NONE : python_module_in(self, folder, tail);
        if (found == LINK_NONE && !is_package)
            found = python_module_in(self, manifest_join(below, folder, SPAN_LITERAL("src")), tail);
        if (found == LINK_NONE && !is_package)
            found = python_module_in(self, manifest_join(below, folder, SPAN_LITERAL("lib")), tail);
        if (found != LINK_NONE || !folder.size)
            return found;
    }
}

uint32_t
modules_python_below(const struct linker *self, const struct linked_file *from, span module, span name)
{
    char dotted[MANIFEST_PATH_BYTES];
    size_t dots = 0, size = 0;
    while (dots < module.size && module.data[dots] == '.')
        dots++;
    if (module.size + name.size + 1 >= sizeof dotted)
        return LINK_NONE;
    for (size_t i = dots; i < module.size; i++)
        dotted[size++] = module.data[i] == '.' ? '/' : module.data[i];
    if (size && name.size)
        dotted[size++] = '/';
    for (size_t i = 0; i < name.size; i++)
        dotted[size++] = name.data[i] == '.' ? '/' : name.data[i];
    span folder = manifest_folder(from->path);
    for (size_t i = 1; i < dots; i++)
        folder = manifest_folder(folder);
    return dots ? python_module_in(self, folder, (span){dotted, size})
                : python_module_from_roots(self, folder, (span){dotted, size});
}

// ---- JavaScript and TypeScript

// The first file that a path may mean: itself or with an ending, by what it is compiled from, or a folder's index.
// Sources: TypeScript handbook, "Modules - Theory" (extension substitution); Node, "CommonJS modules" (LOAD_AS_FILE,
// LOAD_INDEX), which bundlers follow.
static uint32_t
ecmascript_file(const struct linker *self, span stem)
{
    static const char *const compiled[][3] = {
        {".d.ts", ".ts", ".tsx"}, {".d.mts", ".mts", NULL}, {".js", ".ts", ".tsx"},
        {".jsx", ".tsx", NULL},   {".mjs", ".mts", NULL},   {".cjs", ".cts", NULL}};
    static const char *const endings[] = {"",      ".ts",  ".tsx", ".d.ts", ".js",   ".jsx",
                                          ".mjs", ".cjs", ".mts", ".cts",  ".d.mts"};
    static const char *const indexes[] = {"/index.ts", "/index.tsx", "/index.d.ts", "/index.js",
                                          "/index.jsx", "/index.mjs", "/index.mts", "/index.cjs"};
    uint32_t found = LINK_NONE;
    if (!stem.data) // outside of the tree
        return LINK_NONE;
    for (size_t i = 0; i < sizeof compiled / sizeof *compiled && found == LINK_NONE; i++) {
        span source = stem;
        if (!span_ends(stem, compiled[i][0]))
            continue;
        source.size -= strlen(compiled[i][0]);
        found = file_with_suffix(self, source, compiled[i][1]);
        if (found == LINK_NONE && compiled[i][2])
            found = file_with_suffix(self, source, compiled[i][2]);
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings && found == LINK_NONE; i++)
        found = file_with_suffix(self, stem, endings[i]);
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes && found == LINK_NONE; i++)
        found = file_with_suffix(self, stem, stem.size ? indexes[i] : indexes[i] + 1);
    return found;
}

// What a package's file is built from, where it is not in the tree itself: `dist/a.js` is `src/a.ts`, as packages lie
// before they are built.
static uint32_t
built_from(const struct linker *self, span folder, span path)
{
    char source[MANIFEST_PATH_BYTES];
    if (path.size <= folder.size || path.size + strlen("src/") >= sizeof source)
        return LINK_NONE;
    size_t start = folder.size ? folder.size + 1 : 0;
    const char *slash = memchr(path.data + start, '/', path.size - start);
    span rest = slash ? span_slice(path, (size_t)(slash - path.data), path.size) : (span){"", 0};
    for (; rest.size; slash = memchr(rest.data + 1, '/', rest.size - 1),
                      rest = slash ? span_slice(path, (size_t)(slash - path.data), path.size) : (span){"", 0}) {
        memcpy(source, path.data, start);
        memcpy(source + start, "src", 3);
        memcpy(source + start + 3, rest.data, rest.size);
        uint32_t found = ecmascript_file(self, (span){source, start + 3 + rest.size});
        if (found != LINK_NONE)
            return found;
    }
    return LINK_NONE;
}

// The first file that a manifest names for `wanted`.
static uint32_t
manifest_file(const struct linker *self, uint32_t manifest, span wanted, bool is_package)
{
    struct manifest_paths paths;
    uint32_t found = LINK_NONE;
    manifest_find(self, manifest, wanted, &paths);
    for (uint32_t i = 0; i < paths.count && found == LINK_NONE; i++)
        found = ecmascript_file(self, paths.paths[i]);
    for (uint32_t i = 0; is_package && i < paths.count && found == LINK_NONE; i++)
        found = built_from(self, manifest_folder(self->files[manifest].path), paths.paths[i]);
    return found;
}

// A path inside a package ("." or "./sub"), by its manifest, else by where files lie.
static uint32_t
file_of_package(const struct linker *self, uint32_t manifest, span subpath)
{
    char path[MANIFEST_PATH_BYTES], source[MANIFEST_PATH_BYTES];
    span folder = manifest_folder(self->files[manifest].path);
    uint32_t found = manifest_file(self, manifest, subpath, true);
    if (found == LINK_NONE)
        found = ecmascript_file(self, manifest_join(path, folder, subpath));
    if (found == LINK_NONE)
        found = ecmascript_file(self, manifest_join(path, manifest_join(source, folder, SPAN_LITERAL("src")), subpath));
    return found;
}

// `name/sub`, `@scope/name/sub`: the package of that name in the tree.
static uint32_t
package_file(const struct linker *self, const struct linked_file *from, span module)
{
    char subpath[MANIFEST_PATH_BYTES];
    const char *slash = memchr(module.data, '/', module.size);
    if (slash && module.data[0] == '@')
        slash = memchr(slash + 1, '/', module.size - (size_t)(slash + 1 - module.data));
    span name = span_slice(module, 0, slash ? (size_t)(slash - module.data) : module.size);
    uint32_t manifest = manifest_of_package(self, name, "package.json", from->path);
    if (manifest == LINK_NONE || module.size + 2 > sizeof subpath)
        return LINK_NONE;
    subpath[0] = '.';
    memcpy(subpath + 1, module.data + name.size, module.size - name.size);
    return file_of_package(self, manifest, (span){subpath, 1 + module.size - name.size});
}

static uint32_t
relative_file(const struct linker *self, span folder, span module)
{
    char path[MANIFEST_PATH_BYTES], inside[MANIFEST_PATH_BYTES];
    span stem = manifest_join(path, folder, module);
    uint32_t found = ecmascript_file(self, stem);
    if (found != LINK_NONE)
        return found;
    // a folder with a manifest of its own, which names its main file
    uint32_t manifest = stem.data ? file_at(self, manifest_join(inside, stem, SPAN_LITERAL("package.json"))) : LINK_NONE;
    return manifest == LINK_NONE ? LINK_NONE : manifest_file(self, manifest, SPAN_LITERAL("."), true);
}

static void
resolve_ecmascript(const struct linker *self, const struct linked_file *from, span module, struct file_list *list)
{
    static const char *const configurations[] = {"tsconfig.json", "jsconfig.json"};
    span folder = manifest_folder(from->path);
    uint32_t found = LINK_NONE;
    if (span_starts(module, ".")) {
        add_file(list, relative_file(self, folder, module));
        return;
    }
    if (span_starts(module, "#")) {
        uint32_t manifest = manifest_above(self, folder, "package.json");
        found = manifest == LINK_NONE ? LINK_NONE : manifest_file(self, manifest, module, true);
    }
    for (size_t i = 0; i < 2 && found == LINK_NONE && self->manifest_count; i++) {
        uint32_t manifest = manifest_above(self, folder, configurations[i]);
        found = manifest == LINK_NONE ? LINK_NONE : manifest_file(self, manifest, module, false);
    }
    add_file(list, found == LINK_NONE && self->manifest_count ? package_file(self, from, module) : found);
}

// How many folders two paths have in common, from the root on.
uint32_t
module_closeness(span a, span b)
{
    uint32_t common = 0;
    for (size_t i = 0; i < a.size && i < b.size && a.data[i] == b.data[i]; i++)
        common += a.data[i] == '/';
    return common;
}

uint32_t
module_depth(span path)
{
    uint32_t depth = 0;
    for (size_t i = 0; i < path.size; i++)
        depth += path.data[i] == '/';
    return depth;
}

static bool
path_ends_with(span path, span tail)
{
    if (path.size <= tail.size)
        return span_equal(path, tail);
    return path.data[path.size - tail.size - 1] == '/' &&
           span_equal(span_slice(path, path.size - tail.size, path.size), tail);
}

// Of the files whose path is `tail` or ends with "/tail" the nearest to the includer, then the least deep
// one; LINK_NONE when that are several. Which folders a compiler searches (-I) no source tells; they are
// parents of what is included, so a path can only end so.
static uint32_t
nearest_file_ending(const struct linker *self, const struct linked_file *from, span tail)
{
    span folder = manifest_folder(tail);
    uint32_t base = intern_find(self->names, span_slice(tail, folder.size ? folder.size + 1 : 0, tail.size));
    if (base == INTERN_NONE)
        return LINK_NONE;
    const symbol_ref *files;
    uint32_t count = index_range(&self->base_names, base, &files), best = LINK_NONE;
    uint32_t best_common = 0, best_depth = 0;
    bool is_several = false;
    for (uint32_t i = 0; i < count && i < MODULE_FILES_MAX; i++) {
        const struct linked_file *file = &self->files[files[i].file];
        if (language_group(file->language) != language_group(from->language) ||
            !path_ends_with(file->path, tail))
            continue;
        uint32_t common = module_closeness(from->path, file->path), depth = module_depth(file->path);
        bool is_better =
            best == LINK_NONE || common > best_common || (common == best_common && depth < best_depth);
        is_several = !is_better && (is_several || (common == best_common && depth == best_depth));
        if (is_better) {
            best = files[i].file;
            best_common = common;
            best_depth = depth;
        }
    }
    return is_several ? LINK_NONE : best;
}

// ISO C's own headers, and those of POSIX.1-2017 (XBD 13): a file of that name somewhere in the tree, a stand-in for other
// systems, is hardly what `#include <string.h>` means.
static bool
is_standard_header(span module)
{
    static const char *const names[] = {"aio.h", "arpa/inet.h", "cpio.h", "dirent.h", "dlfcn.h", "fcntl.h", "fmtmsg.h", "fnmatch.h",
                                        "ftw.h", "glob.h", "grp.h", "iconv.h", "langinfo.h", "libgen.h", "monetary.h", "mqueue.h",
                                        "ndbm.h", "net/if.h", "netdb.h", "netinet/in.h", "netinet/tcp.h", "nl_types.h", "poll.h",
                                        "pthread.h", "pwd.h", "regex.h", "sched.h", "search.h", "semaphore.h", "spawn.h",
                                        "strings.h", "stropts.h", "sys/ipc.h", "sys/mman.h", "sys/msg.h", "sys/resource.h",
                                        "sys/select.h", "sys/sem.h", "sys/shm.h", "sys/socket.h", "sys/stat.h", "sys/statvfs.h",
                                        "sys/time.h", "sys/times.h", "sys/types.h", "sys/uio.h", "sys/un.h", "sys/utsname.h",
                                        "sys/wait.h", "syslog.h", "tar.h", "termios.h", "trace.h", "ulimit.h", "unistd.h",
                                        "utime.h", "utmpx.h", "wordexp.h",
                                        "assert.h",    "complex.h",     "ctype.h",  "errno.h",    "fenv.h",
                                        "float.h",     "inttypes.h",    "iso646.h", "limits.h",   "locale.h",
                                        "math.h",      "setjmp.h",      "signal.h", "stdalign.h", "stdarg.h",
                                        "stdatomic.h", "stdbool.h",     "stddef.h", "stdint.h",   "stdio.h",
                                        "stdlib.h",    "stdnoreturn.h", "string.h", "tgmath.h",   "threads.h",
                                        "time.h",      "uchar.h",       "wchar.h",  "wctype.h"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (span_is(module, names[i]))
            return true;
    }
    return false;
}

// ISO/IEC 9899 6.10.2: a quoted name is looked for beside the file first, then where <> names are.
static void
resolve_include(const struct linker *self, const struct linked_file *from, const fact_import *import,
                span module, struct file_list *list)
{
    char path[MANIFEST_PATH_BYTES];
    bool is_system = import->flags & IMPORT_SYSTEM;
    uint32_t found =
        is_system ? LINK_NONE : file_at(self, manifest_join(path, manifest_folder(from->path), module));
    size_t up = 0; // `../a/b.h` from a folder that is given to the compiler
    while (span_starts(span_slice(module, up, module.size), "../"))
        up += strlen("../");
    if (found == LINK_NONE && !(is_system && is_standard_header(module)))
        found = nearest_file_ending(self, from, span_slice(module, up, module.size));
    add_file(list, found);
}

static void
resolve_ruby(const struct linker *self, const struct linked_file *from, span module, struct file_list *list)
{
    char path[MANIFEST_PATH_BYTES];
    span beside = manifest_join(path, manifest_folder(from->path), module);
    uint32_t found = file_at(self, beside);
    if (found == LINK_NONE)
        found = file_with_suffix(self, beside, ".rb");
    if (found == LINK_NONE) {
        char in_lib[MANIFEST_PATH_BYTES];
        found = file_with_suffix(self, manifest_join(in_lib, SPAN_LITERAL("lib"), module), ".rb");
    }
    if (found == LINK_NONE)
        found = file_with_suffix(self, module, ".rb");
    add_file(list, found);
}

// A path in a script is relative to where it runs, which is most often its own folder or one above it.
static void
resolve_shell(const struct linker *self, const struct linked_file *from, span module, struct file_list *list)
{
    char path[MANIFEST_PATH_BYTES];
    if (span_starts(module, "/"))
        return;
    for (span folder = manifest_folder(from->path);; folder = manifest_folder(folder)) {
        span at = manifest_join(path, folder, module);
        uint32_t found = at.data ? file_at(self, at) : LINK_NONE;
        if (at.data && found == LINK_NONE)
            found = file_with_suffix(self, at, ".bash"); // Bats' load
        add_file(list, found);
        if (found != LINK_NONE || !folder.size)
            return;
    }
}

// package.path (manual 6.3): "a.b" is a/b.lua or a/b/init.lua, in a folder from the importer's upward or in one of the usual
// folders in it.
static void
resolve_lua(const struct linker *self, const struct linked_file *from, span module, struct file_list *list)
{
    static const char *const roots[] = {"", "lua", "src", "lib"};
    char name[MANIFEST_PATH_BYTES], in[MANIFEST_PATH_BYTES], path[MANIFEST_PATH_BYTES];
    if (module.size >= sizeof name)
        return;
    for (size_t i = 0; i < module.size; i++)
        name[i] = module.data[i] == '.' ? '/' : module.data[i];
    for (span folder = manifest_folder(from->path);; folder = manifest_folder(folder)) {
        for (size_t i = 0; i < sizeof roots / sizeof *roots && !list->count; i++) {
            span root = manifest_join(in, folder, span_of(roots[i]));
            span stem = root.data ? manifest_join(path, root, (span){name, module.size}) : root;
            uint32_t found = stem.data ? file_with_suffix(self, stem, ".lua") : LINK_NONE;
            if (stem.data && found == LINK_NONE)
                found = file_with_suffix(self, stem, "/init.lua");
            add_file(list, found);
        }
        if (list->count || !folder.size)
            return;
    }
}

// An import says that it means a name of the virtual machine, whatever language declares it; nothing else leads from one
// language to another (Kotlin documentation, "Calling Java from Kotlin"; Scala 3 book, "Interacting with Java").
static bool
shares_packages(language_id a, language_id b)
{
    return a == b || (language_is_jvm(a) && language_is_jvm(b));
}

static void
add_package(const struct linker *self, struct file_list *list, span package, language_id language)
{
    uint32_t name = intern_find(self->names, package);
    if (name == INTERN_NONE)
        return;
    const symbol_ref *files;
    uint32_t count = index_range(&self->packages, name, &files);
    for (uint32_t i = 0; i < count; i++) {
        if (shares_packages(self->files[files[i].file].language, language))
            add_file(list, files[i].file);
    }
}

static bool
declares(const struct linker *self, uint32_t file, uint32_t name)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols), i = index_seek(symbols, count, file);
    return i < count && symbols[i].file == file;
}

// Leaves only the files that declare `name`.
static void
keep_declaring(const struct linker *self, struct file_list *list, span name)
{
    uint32_t number = intern_find(self->names, name), kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        if (number != INTERN_NONE && declares(self, list->files[i], number))
            list->files[kept++] = list->files[i];
    }
    list->count = kept;
}

static bool
is_separator(char c)
{
    return c == '.' || c == '\\';
}

// Kotlin's functions outside of classes are, to Java, static methods of a class that is called by the file: f of util.kt is
// UtilKt.f (Kotlin documentation, "Calling Kotlin from Java", Package-level functions).
bool
module_is_facade(span name)
{
    return name.size > 2 && memcmp(name.data + name.size - 2, "Kt", 2) == 0;
}

static bool
is_facade_of(span name, span path)
{
    static const char ending[] = ".kt";
    span folder = manifest_folder(path), base = span_slice(path, folder.size ? folder.size + 1 : 0, path.size);
    size_t size = name.size - 2;
    if (base.size != size + strlen(ending) || memcmp(base.data + size, ending, strlen(ending)) != 0)
        return false;
    bool is_first = (base.data[0] | 0x20) == (name.data[0] | 0x20); // the file's first letter may be small
    return is_first && memcmp(base.data + 1, name.data + 1, size - 1) == 0;
}

static void
keep_facade(const struct linker *self, struct file_list *list, span name)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const struct linked_file *file = &self->files[list->files[i]];
        if (file->language == LANGUAGE_KOTLIN && is_facade_of(name, file->path))
            list->files[kept++] = list->files[i];
    }
    list->count = kept;
}

// A package, or the longest one before a separator with the files that declare what stands behind it. A package whose files
// do not is not meant: what is imported is outside of the tree, in a library that shares the package's name or a part of it.
static void
resolve_package(const struct linker *self, const struct linked_file *from, span module, struct file_list *list)
{
    add_package(self, list, module, from->language);
    size_t behind = module.size;
    for (size_t end = module.size; !list->count && end > 1; end--) {
        if (!is_separator(module.data[end - 1]))
            continue;
        span name = span_slice(module, end, behind);
        add_package(self, list, span_slice(module, 0, end - 1), from->language);
        if (from->language == LANGUAGE_JAVA && module_is_facade(name))
            keep_facade(self, list, name);
        else
            keep_declaring(self, list, name);
        behind = end - 1;
    }
}

void
modules_resolve(struct linker *self, uint32_t index)
{
    struct linked_file *file = &self->files[index];
    file->modules = calloc(file->import_count ? file->import_count : 1, sizeof *file->modules);
    assert(file->modules);
    for (uint32_t i = 0; i < file->import_count; i++) {
        span module = intern_text(self->names, file->imports[i].module);
        struct file_list *list = &file->modules[i];
        switch (language_group(file->language)) {
        case LANGUAGE_C:
            resolve_include(self, file, &file->imports[i], module, list);
            break;
        case LANGUAGE_GO:
            resolve_go(self, file, &file->imports[i], list);
            break;
        case LANGUAGE_PYTHON:
            add_file(list, modules_python_below(self, file, module, (span){"", 0}));
            break;
        case LANGUAGE_JAVASCRIPT:
            resolve_ecmascript(self, file, module, list);
            break;
        case LANGUAGE_RUST:
            add_file(list, crates_import_file(self, index, i));
            break;
        case LANGUAGE_RUBY:
            resolve_ruby(self, file, module, list);
            break;
        case LANGUAGE_BASH:
            resolve_shell(self, file, module, list);
            break;
        case LANGUAGE_LUA:
            resolve_lua(self, file, module, list);
            break;
        case LANGUAGE_JAVA:
        case LANGUAGE_KOTLIN:
        case LANGUAGE_SCALA:
        case LANGUAGE_PHP:
        case LANGUAGE_CSHARP:
            resolve_package(self, file, module, list);
            break;
        default:
            break;
        }
    }
}

// Whether the file has something of that name that is in nothing else.
static bool
declares_outermost(const struct linker *self, uint32_t file, uint32_t name)
{
    const symbol_ref *symbols;
    uint32_t count = index_range(&self->index, name, &symbols);
    for (uint32_t i = index_seek(symbols, count, file); i < count && symbols[i].file == file; i++) {
        if (self->files[file].symbols[symbols[i].symbol].parent == 0)
            return true;
    }
    return false;
}

uint32_t
module_first_file(const struct linker *self, uint32_t file, uint32_t import)
{
    const struct linked_file *from = &self->files[file];
    const struct file_list *list = &from->modules[import];
    uint32_t name = from->imports[import].name;
    const hooks *hooks = hooks_of(from->language);
    if (list->count < 2 || name == LINK_NONE || !hooks->has_packages || hooks->package_is_folder)
        return list->count ? list->files[0] : LINK_NONE;
    span text = intern_text(self->names, name);
    bool is_facade = from->language == LANGUAGE_JAVA && module_is_facade(text);
    for (uint32_t i = 0; i < list->count; i++) {
        const struct linked_file *there = &self->files[list->files[i]];
        if (declares_outermost(self, list->files[i], name) ||
            (is_facade && there->language == LANGUAGE_KOTLIN && is_facade_of(text, there->path)))
            return list->files[i];
    }
    return LINK_NONE;
}
