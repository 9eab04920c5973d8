// Sources: Node's "Modules: Packages" (exports, conditions, imports, subpath patterns), npm's package.json
// (name, main, module, types), TypeScript's TSConfig reference (baseUrl, paths, extends; comments and
// trailing commas are allowed), Go Modules Reference (module, replace).
#include "stages/parser/manifest.h"

#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MANIFEST_BYTES_MAX = 1 << 20,
    MANIFEST_ENTRIES_MAX = 4096, // larger maps are made by programs, for programs
    CONDITIONS_DEPTH_MAX = 8,    // of conditions in conditions
    MANIFEST_PATH_MAX = 4096,
};

static void
add_entry(facts *facts, unsigned flags, const char *alias, const char *module)
{
    if (!module || !*module || facts->import_count >= MANIFEST_ENTRIES_MAX)
        return;
    facts_add_import(facts, &(fact_import){
                                .flags = flags | IMPORT_RELATIVE,
                                .module = intern_add(facts->strings, span_of(module)),
                                .name = FACT_NONE,
                                .alias = alias ? intern_add(facts->strings, span_of(alias)) : FACT_NONE,
                                .line = 1,
                            });
}

// ---- JSON with comments

// Blanks the comments out, and the commas before a closing bracket.
static void
blank_comments(char *text, size_t size)
{
    size_t comma = SIZE_MAX; // behind which nothing stood yet
    for (size_t i = 0; i < size; i++) {
        bool is_line = text[i] == '/' && i + 1 < size && text[i + 1] == '/';
        bool is_block = text[i] == '/' && i + 1 < size && text[i + 1] == '*';
        if (text[i] == '"') {
            for (i++; i < size && text[i] != '"'; i++)
                i += text[i] == '\\';
            comma = SIZE_MAX;
        } else if (is_line) {
            while (i < size && text[i] != '\n')
                text[i++] = ' ';
        } else if (is_block) {
            char *end = i + 2 < size ? memmem(text + i + 2, size - i - 2, "*/", 2) : NULL;
            size_t past = end ? (size_t)(end - text) + 2 : size;
            memset(text + i, ' ', past - i);
            i = past - 1;
        } else if (text[i] == ',') {
            comma = i;
        } else if ((text[i] == '}' || text[i] == ']') && comma != SIZE_MAX) {
            text[comma] = ' ';
            comma = SIZE_MAX;
        } else if (!strchr(" \t\r\n", text[i])) {
            comma = SIZE_MAX;
        }
    }
}

static json_t *
read_json(span contents)
{
    if (span_starts(contents, "\xef\xbb\xbf"))
        contents = span_slice(contents, 3, contents.size);
    if (!contents.size || contents.size > MANIFEST_BYTES_MAX)
        return NULL;
    char *text = malloc(contents.size);
    assert(text);
    memcpy(text, contents.data, contents.size);
    blank_comments(text, contents.size);
    json_error_t error;
    json_t *root = json_loadb(text, contents.size, 0, &error);
    free(text);
    return root;
}

// ---- package.json

static void add_targets(facts *facts, const char *alias, json_t *target, int depth);

// The targets of `source`, `types` and such name what the others are made of.
static bool
is_source_condition(const char *name)
{
    size_t size = strlen(name);
    return strstr(name, "source") || strcmp(name, "types") == 0 ||
           (size > 3 && strcmp(name + size - 3, ".ts") == 0) || strcmp(name, "development") == 0;
}

static void
add_conditions(facts *facts, const char *alias, json_t *conditions, int depth)
{
    const char *name;
    json_t *target;
    for (int pass = 0; pass < 2; pass++) {
        json_object_foreach(conditions, name, target)
        {
            if (is_source_condition(name) == (pass == 0))
                add_targets(facts, alias, target, depth + 1);
        }
    }
}

// A target is a path, a list of targets, or an object of conditions; nesting is followed to a bounded depth.
static void
add_targets(facts *facts, const char *alias, json_t *target, int depth)
{
    if (depth > CONDITIONS_DEPTH_MAX)
        return;
    if (json_is_string(target))
        add_entry(facts, 0, alias, json_string_value(target));
    for (size_t i = 0; json_is_array(target) && i < json_array_size(target); i++)
        add_targets(facts, alias, json_array_get(target, i), depth + 1);
    if (json_is_object(target))
        add_conditions(facts, alias, target, depth);
}

// Subpaths start with a dot (exports) or # (imports); an object without such keys holds the conditions of
// ".".
static void
add_subpaths(facts *facts, json_t *map, char first)
{
    const char *alias;
    json_t *target;
    json_object_foreach(map, alias, target)
    {
        if (*alias != first) {
            if (first == '.')
                add_targets(facts, ".", map, 0);
            return;
        }
        add_targets(facts, alias, target, 0);
    }
}

static void
read_package(facts *facts, json_t *root)
{
    const char *name = json_string_value(json_object_get(root, "name"));
    if (name && *name)
        facts->package = intern_add(facts->strings, span_of(name));
    json_t *exports = json_object_get(root, "exports");
    if (json_is_object(exports))
        add_subpaths(facts, exports, '.');
    else
        add_targets(facts, ".", exports, 0);
    static const char *const mains[] = {"source", "types", "typings", "module", "main"};
    for (size_t i = 0; i < sizeof mains / sizeof *mains; i++)
        add_entry(facts, 0, ".", json_string_value(json_object_get(root, mains[i])));
    add_subpaths(facts, json_object_get(root, "imports"), '#');
}

// ---- tsconfig.json

static void
add_based(facts *facts, const char *alias, const char *base, const char *path)
{
    char joined[4096];
    bool is_absolute = *path == '/' || strncmp(path, "${", 2) == 0;
    int size = base && *base ? snprintf(joined, sizeof joined, "%s/%s", base, path)
                             : snprintf(joined, sizeof joined, "%s", path);
    if (!is_absolute && size > 0 && (size_t)size < sizeof joined)
        add_entry(facts, 0, alias, joined);
}

static void
read_tsconfig(facts *facts, json_t *root)
{
    enum { ALL = IMPORT_REEXPORT | IMPORT_WILDCARD };
    json_t *options = json_object_get(root, "compilerOptions"), *extends = json_object_get(root, "extends");
    const char *base = json_string_value(json_object_get(options, "baseUrl")), *alias;
    json_t *paths = json_object_get(options, "paths"), *list;
    json_object_foreach(paths, alias, list)
    {
        for (size_t i = 0; i < json_array_size(list); i++) {
            const char *path = json_string_value(json_array_get(list, i));
            if (path)
                add_based(facts, alias, base, path);
        }
    }
    if (base)
        add_based(facts, "*", base, "*");
    add_entry(facts, ALL, NULL, json_string_value(extends));
    for (size_t i = json_array_size(extends); i > 0; i--) // the last one wins
        add_entry(facts, ALL, NULL, json_string_value(json_array_get(extends, i - 1)));
}

// ---- Cargo.toml

// What a line of a manifest says: TOML is read line by line, as far as the keys go that name crates.
struct cargo {
    span section; // of the line at hand: "package", "lib", "dependencies",
                  // "target.'cfg(unix)'.dependencies.name" ...
    span package, library, path;
};

static span
trim(span text)
{
    while (text.size && strchr(" \t\r", text.data[0]))
        text = span_slice(text, 1, text.size);
    while (text.size && strchr(" \t\r", text.data[text.size - 1]))
        text.size--;
    return text;
}

// The inside of the first string of a text, or an empty span.
static span
first_string(span text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != '"' && text.data[i] != '\'')
            continue;
        const char *end = memchr(text.data + i + 1, text.data[i], text.size - i - 1);
        return end ? span_slice(text, i + 1, (size_t)(end - text.data)) : (span){"", 0};
    }
    return (span){"", 0};
}

// What stands behind a key and "=" in an inline table: `{ version = "1", package = "other" }`.
static span
inline_value(span table, const char *key)
{
    size_t size = strlen(key);
    for (size_t i = 0; i + size < table.size; i++) {
        bool starts = i == 0 || strchr(" \t{,", table.data[i - 1]);
        if (!starts || memcmp(table.data + i, key, size) != 0)
            continue;
        span rest = trim(span_slice(table, i + size, table.size));
        if (span_starts(rest, "="))
            return first_string(rest);
    }
    return (span){"", 0};
}

// A crate's name is its package's with "_" for "-". Returns its number.
static uint32_t
crate_name(facts *facts, span package)
{
    char name[256];
    if (package.size > sizeof name)
        package.size = sizeof name;
    for (size_t i = 0; i < package.size; i++)
        name[i] = package.data[i] == '-' ? '_' : package.data[i];
    return intern_add(facts->strings, (span){name, package.size});
}

// A dependency that is called otherwise than its package.
static void
add_renamed(facts *facts, span name, span package)
{
    if (!package.size || !name.size || facts->import_count >= MANIFEST_ENTRIES_MAX)
        return;
    facts_add_import(facts, &(fact_import){.flags = IMPORT_MODULE,
                                           .module = crate_name(facts, package),
                                           .name = FACT_NONE,
                                           .alias = crate_name(facts, name),
                                           .line = 1});
}

// The dependency that a section of its own is about: "dependencies.name"; empty for other sections.
static span
dependency_of_section(span section)
{
    static const char key[] = "dependencies.";
    const char *at = section.size ? memmem(section.data, section.size, key, strlen(key)) : NULL;
    span name =
        at ? span_slice(section, (size_t)(at - section.data) + strlen(key), section.size) : (span){"", 0};
    return name.size > 2 && name.data[0] == '"' ? span_slice(name, 1, name.size - 1) : name;
}

static void
read_cargo_line(facts *facts, struct cargo *cargo, span line)
{
    if (span_starts(line, "[")) {
        size_t brackets = span_starts(line, "[[") ? 2 : 1;
        const char *end = memchr(line.data, ']', line.size);
        cargo->section = end ? trim(span_slice(line, brackets, (size_t)(end - line.data))) : (span){"", 0};
        return;
    }
    const char *equals = memchr(line.data, '=', line.size);
    if (!equals || line.data[0] == '#')
        return;
    span key = trim(span_slice(line, 0, (size_t)(equals - line.data)));
    span value = trim(span_slice(line, (size_t)(equals - line.data) + 1, line.size));
    if (span_is(cargo->section, "package") && span_is(key, "name"))
        cargo->package = first_string(value);
    else if (span_is(cargo->section, "lib") && span_is(key, "name"))
        cargo->library = first_string(value);
    else if (span_is(cargo->section, "lib") && span_is(key, "path"))
        cargo->path = first_string(value);
    else if (span_ends(cargo->section, "dependencies") && span_starts(value, "{"))
        add_renamed(facts, key, inline_value(value, "package"));
    else if (span_is(key, "package"))
        add_renamed(facts, dependency_of_section(cargo->section), first_string(value));
}

// Sources: the Cargo book, "The Manifest Format", "Specifying Dependencies" (renaming).
static void
read_cargo(facts *facts, span contents)
{
    struct cargo cargo = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
    for (size_t at = 0; at < contents.size && contents.size <= MANIFEST_BYTES_MAX;) {
        const char *end = memchr(contents.data + at, '\n', contents.size - at);
        size_t past = end ? (size_t)(end - contents.data) : contents.size;
        span line = trim(span_slice(contents, at, past));
        if (line.size)
            read_cargo_line(facts, &cargo, line);
        at = past + 1;
    }
    if (!cargo.package.size)
        return;
    facts->package = crate_name(facts, cargo.library.size ? cargo.library : cargo.package);
    facts_add_import(
        facts, &(fact_import){.flags = IMPORT_RELATIVE,
                              .module = intern_add(facts->strings,
                                                   cargo.path.size ? cargo.path : SPAN_LITERAL("src/lib.rs")),
                              .name = FACT_NONE,
                              .alias = intern_add(facts->strings, SPAN_LITERAL("crate")),
                              .line = 1});
}

// ---- go.mod

// Cuts the first word, without its quotes, off a line; "//" and the end of the line end it.
static span
cut_word(span *line)
{
    while (line->size && strchr(" \t\r(", line->data[0]))
        *line = span_slice(*line, 1, line->size);
    size_t end = 0;
    while (end < line->size && !strchr(" \t\r", line->data[end]))
        end++;
    span word = span_slice(*line, 0, end);
    *line = span_slice(*line, end, line->size);
    if (span_starts(word, "//"))
        return (span){"", 0};
    bool is_quoted = word.size >= 2 && strchr("\"`", word.data[0]) && word.data[word.size - 1] == word.data[0];
    return is_quoted ? span_slice(word, 1, word.size - 1) : word;
}

// `old [version] => ./folder`: a replacement by a module of another place has a version, not a path.
static void
read_replace(facts *facts, span old, span line)
{
    for (span word = cut_word(&line); !span_is(word, "=>"); word = cut_word(&line)) {
        if (!word.size)
            return;
    }
    span folder = cut_word(&line);
    if (!span_starts(folder, "./") && !span_starts(folder, "../"))
        return;
    char alias[MANIFEST_PATH_MAX], module[MANIFEST_PATH_MAX];
    static const char *const endings[] = {"", "/*"};
    for (int i = 0; i < 2; i++) {
        bool fits = snprintf(alias, sizeof alias, "%.*s%s", (int)old.size, old.data, endings[i]) < MANIFEST_PATH_MAX &&
                    snprintf(module, sizeof module, "%.*s%s", (int)folder.size, folder.data, endings[i]) < MANIFEST_PATH_MAX;
        if (fits)
            add_entry(facts, 0, alias, module);
    }
}

static void
read_gomod(facts *facts, span contents)
{
    span block = {"", 0}; // the directive of the block that is open
    while (contents.size) {
        const char *newline = memchr(contents.data, '\n', contents.size);
        size_t end = newline ? (size_t)(newline - contents.data) + 1 : contents.size;
        span line = span_slice(contents, 0, newline ? end - 1 : end);
        contents = span_slice(contents, end, contents.size);
        bool opens = line.size && memchr(line.data, '(', line.size);
        span word = cut_word(&line);
        if (span_is(word, ")")) {
            block.size = 0;
            continue;
        }
        span directive = block.size ? block : word;
        if (opens && !block.size)
            block = word;
        span subject = block.size && !opens ? word : cut_word(&line);
        if (span_is(directive, "module") && subject.size)
            facts->package = intern_add(facts->strings, subject);
        else if (span_is(directive, "replace") && subject.size)
            read_replace(facts, subject, line);
    }
}

// ---- by file name

void
manifest_read(facts *facts, span path, span contents)
{
    if (span_is(path, "Cargo.toml") || span_ends(path, "/Cargo.toml")) {
        read_cargo(facts, contents);
        return;
    }
    if (span_is(path, "go.mod") || span_ends(path, "/go.mod")) {
        if (contents.size <= MANIFEST_BYTES_MAX)
            read_gomod(facts, contents);
        return;
    }
    bool is_package = span_is(path, "package.json") || span_ends(path, "/package.json");
    json_t *root = read_json(contents);
    if (json_is_object(root)) {
        if (is_package)
            read_package(facts, root);
        else
            read_tsconfig(facts, root);
    }
    json_decref(root);
}
