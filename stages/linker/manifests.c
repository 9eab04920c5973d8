#include "stages/linker/manifests.h"

enum { INHERITED_MAX = 8 }; // tsconfig.json that extends one that extends one ...

span
manifest_folder(span path)
{
    size_t end = path.size;
    while (end > 0 && path.data[end - 1] != '/')
        end--;
    return span_slice(path, 0, end ? end - 1 : 0);
}

span
manifest_join(char out[MANIFEST_PATH_BYTES], span folder, span path)
{
    size_t size = 0;
    if (folder.size + path.size + 2 > MANIFEST_PATH_BYTES)
        return (span){NULL, 0};
    if (folder.size)
        memcpy(out, folder.data, folder.size);
    size = folder.size;
    for (size_t i = 0; i < path.size;) {
        size_t end = i;
        while (end < path.size && path.data[end] != '/')
            end++;
        span part = span_slice(path, i, end);
        i = end + 1;
        if (!part.size || span_is(part, "."))
            continue;
        if (span_is(part, "..")) {
            if (!size)
                return (span){NULL, 0};
            while (size > 0 && out[size - 1] != '/')
                size--;
            size -= size > 0;
            continue;
        }
        if (size)
            out[size++] = '/';
        memcpy(out + size, part.data, part.size);
        size += part.size;
    }
    return (span){out, size};
}

static uint32_t
manifest_at(const struct linker *self, span path)
{
    uint32_t name = intern_find(self->names, path);
    uint32_t file = name == INTERN_NONE || name >= self->path_name_count ? LINK_NONE : self->file_of_path[name];
    return file != LINK_NONE && self->files[file].language == LANGUAGE_MANIFEST ? file : LINK_NONE;
}

uint32_t
manifest_above(const struct linker *self, span folder, const char *name)
{
    char path[MANIFEST_PATH_BYTES];
    for (;; folder = manifest_folder(folder)) {
        uint32_t found = manifest_at(self, manifest_join(path, folder, span_of(name)));
        if (found != LINK_NONE || !folder.size)
            return found;
    }
}

static size_t
common_bytes(span a, span b)
{
    size_t size = 0;
    while (size < a.size && size < b.size && a.data[size] == b.data[size])
        size++;
    return size;
}

uint32_t
manifest_of_package(const struct linker *self, span package, const char *name, span from)
{
    uint32_t number = intern_find(self->names, package), found = LINK_NONE;
    if (number == INTERN_NONE || number >= self->path_name_count)
        return LINK_NONE;
    const symbol_ref *files;
    uint32_t count = index_range(&self->packages, number, &files);
    size_t best = 0;
    bool is_common = count > self->manifest_count; // then all manifests are fewer to look at
    for (uint32_t i = 0; i < (is_common ? self->manifest_count : count); i++) {
        uint32_t at = is_common ? self->manifests[i] : files[i].file;
        const struct linked_file *file = &self->files[at];
        if (file->language != LANGUAGE_MANIFEST || file->package != number || !span_ends(file->path, name))
            continue;
        size_t common = common_bytes(manifest_folder(file->path), from);
        if (found != LINK_NONE && common <= best)
            continue;
        found = at;
        best = common;
    }
    return found;
}

// ---- entries

// Whether `wanted` is what `alias` stands for; *star is what its "*" stands for.
static bool
alias_matches(span alias, span wanted, span *star)
{
    const char *at = memchr(alias.data, '*', alias.size);
    *star = (span){"", 0};
    if (!at)
        return span_equal(alias, wanted);
    size_t before = (size_t)(at - alias.data), after = alias.size - before - 1;
    bool matches = wanted.size >= before + after && memcmp(wanted.data, alias.data, before) == 0 &&
                   memcmp(wanted.data + wanted.size - after, at + 1, after) == 0;
    if (matches)
        *star = span_slice(wanted, before, wanted.size - after);
    return matches;
}

// How well an alias fits: exactly, else by the text before its "*"; 0 where it does not.
static size_t
alias_fits(span alias, span wanted)
{
    span star;
    if (!alias_matches(alias, wanted, &star))
        return 0;
    const char *at = memchr(alias.data, '*', alias.size);
    return at ? 1 + (size_t)(at - alias.data) : SIZE_MAX;
}

static void
put_path(struct manifest_paths *out, span folder, span module, span star)
{
    char filled[MANIFEST_PATH_BYTES], path[MANIFEST_PATH_BYTES];
    const char *at = memchr(module.data, '*', module.size);
    if (module.size + star.size >= sizeof filled)
        return;
    size_t before = at ? (size_t)(at - module.data) : module.size, size = before;
    memcpy(filled, module.data, before);
    if (at) {
        memcpy(filled + size, star.data, star.size);
        size += star.size;
        memcpy(filled + size, at + 1, module.size - before - 1);
        size += module.size - before - 1;
    }
    span joined = manifest_join(path, folder, (span){filled, size});
    if (!joined.size || out->count == MANIFEST_PATHS_MAX || out->used + joined.size > sizeof out->bytes)
        return;
    memcpy(out->bytes + out->used, joined.data, joined.size);
    out->paths[out->count++] = (span){out->bytes + out->used, joined.size};
    out->used += joined.size;
}

// The manifest that an entry without an alias names: a path, with or without its ending, or a folder.
static uint32_t
inherited_manifest(const struct linker *self, uint32_t manifest, span module)
{
    static const char *const endings[] = {"", ".json", "/tsconfig.json"};
    char path[MANIFEST_PATH_BYTES], whole[MANIFEST_PATH_BYTES];
    span folder = manifest_folder(self->files[manifest].path), stem = manifest_join(path, folder, module);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (stem.size + strlen(endings[i]) >= sizeof whole)
            break;
        memcpy(whole, stem.data, stem.size);
        memcpy(whole + stem.size, endings[i], strlen(endings[i]));
        uint32_t found = manifest_at(self, (span){whole, stem.size + strlen(endings[i])});
        if (found != LINK_NONE)
            return found;
    }
    return LINK_NONE;
}

// The manifest's own entries; returns the first one that it inherits from.
static uint32_t
find_own(const struct linker *self, uint32_t manifest, span wanted, struct manifest_paths *out)
{
    const struct linked_file *file = &self->files[manifest];
    uint32_t inherited = LINK_NONE, best_alias = LINK_NONE;
    size_t best = 0;
    for (uint32_t i = 0; i < file->import_count; i++) {
        const fact_import *entry = &file->imports[i];
        if (entry->alias == LINK_NONE) {
            if (inherited == LINK_NONE)
                inherited = inherited_manifest(self, manifest, intern_text(self->names, entry->module));
            continue;
        }
        size_t fits = alias_fits(intern_text(self->names, entry->alias), wanted);
        if (fits > best) {
            best = fits;
            best_alias = entry->alias;
        }
    }
    for (uint32_t i = 0; best_alias != LINK_NONE && i < file->import_count; i++) {
        span star;
        if (file->imports[i].alias == best_alias && alias_matches(intern_text(self->names, best_alias), wanted, &star))
            put_path(out, manifest_folder(file->path), intern_text(self->names, file->imports[i].module), star);
    }
    return inherited;
}

void
manifest_find(const struct linker *self, uint32_t manifest, span wanted, struct manifest_paths *out)
{
    out->count = 0;
    out->used = 0;
    for (int i = 0; i < INHERITED_MAX && manifest != LINK_NONE && !out->count; i++)
        manifest = find_own(self, manifest, wanted, out);
}
