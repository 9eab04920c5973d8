#include "base/params.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef enum param_kind { KIND_TEXT, KIND_NUMBER, KIND_FLAG } param_kind;

struct param {
    const char *name, *environment, *fallback, *unit, *help;
    param_kind kind;
    uint64_t minimum, maximum;
    unsigned commands;
    size_t offset;
};

#define FALLBACK_TEXT(value) value
#define FALLBACK_NUMBER(value) #value
#define FALLBACK_FLAG(value) #value

static const struct param table[] = {
#define PARAM(field, name, environment, kind, fallback, minimum, maximum, unit, commands, help)                        \
    {name, environment, FALLBACK_##kind(fallback), unit, help, KIND_##kind, minimum, maximum, commands,                \
     offsetof(params, field)},
#include "base/params.def"
};

enum { PARAM_COUNT = sizeof table / sizeof *table };

static status
complain(const struct param *param, const char *text, const char *where)
{
    if (param->kind == KIND_NUMBER)
        fprintf(stderr, "sluice: %s: '%s' is not a number from %" PRIu64 " to %" PRIu64 " (%s)\n", where, text,
                param->minimum, param->maximum, param->unit);
    else
        fprintf(stderr, "sluice: %s: '%s' is not 0 or 1\n", where, text);
    return STATUS_INVALID;
}

// Reads a number; of bytes also in K, M or G. False when it is none.
static bool
read_number(const struct param *param, const char *text, uint64_t *number)
{
    static const char units[] = "KMG";
    char *end;
    errno = 0;
    *number = strtoull(text, &end, 10);
    const char *unit = strcmp(param->unit, "bytes") == 0 && *end ? strchr(units, *end) : NULL;
    for (const char *at = units; unit && at <= unit; at++) {
        if (*number > UINT64_MAX / 1024)
            return false;
        *number *= 1024;
    }
    end += unit != NULL;
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0;
}

static status
set(params *out, const struct param *param, const char *text, const char *where)
{
    char *at = (char *)out + param->offset;
    if (param->kind == KIND_TEXT) {
        memcpy(at, &text, sizeof text);
        return STATUS_OK;
    }
    uint64_t number;
    if (!read_number(param, text, &number) || number < param->minimum || number > param->maximum)
        return complain(param, text, where);
    if (param->kind == KIND_FLAG) {
        bool flag = number != 0;
        memcpy(at, &flag, sizeof flag);
    } else {
        memcpy(at, &number, sizeof number);
    }
    return STATUS_OK;
}

static const struct param *
find(const char *argument, unsigned commands)
{
    size_t size = strcspn(argument, "=");
    for (int i = 0; i < PARAM_COUNT; i++) {
        if (table[i].commands & commands && strlen(table[i].name) == size &&
            strncmp(table[i].name, argument, size) == 0)
            return &table[i];
    }
    return NULL;
}

// Reads the option at argv[i]; *used is how many arguments it took.
static status
read_option(params *out, unsigned commands, int argc, char **argv, int i, int *used)
{
    const struct param *param = find(argv[i], commands);
    *used = 1;
    if (!param) {
        fprintf(stderr, "sluice: unknown option '%s'; see --help\n", argv[i]);
        return STATUS_INVALID;
    }
    const char *value = strchr(argv[i], '=');
    if (value)
        return set(out, param, value + 1, param->name);
    if (param->kind == KIND_FLAG)
        return set(out, param, "1", param->name);
    if (i + 1 >= argc) {
        fprintf(stderr, "sluice: %s needs a value (%s)\n", param->name, param->unit);
        return STATUS_INVALID;
    }
    *used = 2;
    return set(out, param, argv[i + 1], param->name);
}

status
params_read(params *out, unsigned commands, int *argc_p, char **argv)
{
    memset(out, 0, sizeof *out);
    for (int i = 0; i < PARAM_COUNT; i++) {
        const char *text = getenv(table[i].environment);
        bool is_set = text && *text;
        status result = set(out, &table[i], is_set ? text : table[i].fallback,
                            is_set ? table[i].environment : table[i].name);
        if (result != STATUS_OK)
            return result;
    }
    int kept = 1, used = 1;
    bool is_over = false; // after "--" all is taken as it is
    for (int i = 1; i < *argc_p; i += used) {
        used = 1;
        if (!is_over && strcmp(argv[i], "--") == 0) {
            is_over = true;
        } else if (is_over || strncmp(argv[i], "--", 2) != 0) {
            argv[kept++] = argv[i];
        } else {
            status result = read_option(out, commands, *argc_p, argv, i, &used);
            if (result != STATUS_OK)
                return result;
        }
    }
    *argc_p = kept;
    return STATUS_OK;
}

bool
params_next(unsigned commands, unsigned *at, param_text *out)
{
    while (*at < PARAM_COUNT) {
        const struct param *param = &table[(*at)++];
        if (!(param->commands & commands))
            continue;
        *out = (param_text){param->name, param->environment, param->fallback, param->unit, param->help, param->kind == KIND_FLAG};
        return true;
    }
    return false;
}

void
params_help(FILE *out, unsigned commands)
{
    param_text param;
    for (unsigned at = 0; params_next(commands, &at, &param);) {
        char left[64];
        snprintf(left, sizeof left, "%s%s%s", param.name, param.is_flag ? "" : " ", param.is_flag ? "" : param.unit);
        fprintf(out, "  %-34s %s", left, param.help);
        if (*param.fallback && !param.is_flag)
            fprintf(out, " [%s]", param.fallback);
        fprintf(out, " (%s)\n", param.environment);
    }
}

void
params_export(const params *values)
{
    for (int i = 0; i < PARAM_COUNT; i++) {
        const char *at = (const char *)values + table[i].offset;
        char number[24];
        const char *text = number;
        if (table[i].kind == KIND_TEXT)
            memcpy(&text, at, sizeof text);
        else
            snprintf(number, sizeof number, "%" PRIu64,
                     table[i].kind == KIND_FLAG ? (uint64_t) * (const bool *)at : *(const uint64_t *)(const void *)at);
        setenv(table[i].environment, text, 1);
    }
}
