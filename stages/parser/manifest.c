// Sources: Node's "Modules: Packages" (exports, conditions, imports, subpath patterns), npm's package.json (name, main,
// module, types), TypeScript's TSConfig reference (baseUrl, paths, extends; comments and trailing commas are allowed).
#include "stages/parser/manifest.h"

#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    MANIFEST_BYTES_MAX = 1 << 20,
    MANIFEST_ENTRIES_MAX = 4096, // larger maps are made by programs, for programs
    CONDITIONS_DEPTH_MAX = 8,    // of conditions in conditions
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
    return strstr(name, "source") || strcmp(name, "types") == 0 || (size > 3 && strcmp(name + size - 3, ".ts") == 0) ||
           strcmp(name, "development") == 0;
}

static void
add_conditions(facts *facts, const char *alias, json_t *conditions, int depth)
{
    const char *name;
    json_t *target;
    for (int pass = 0; pass < 2; pass++) {
        json_object_foreach(conditions, name, target) {
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

// Subpaths start with a dot (exports) or # (imports); an object without such keys holds the conditions of ".".
static void
add_subpaths(facts *facts, json_t *map, char first)
{
    const char *alias;
    json_t *target;
    json_object_foreach(map, alias, target) {
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
    json_object_foreach(paths, alias, list) {
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

// ---- by file name

void
manifest_read(facts *facts, span path, span contents)
{
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
