// The `sluice` command: one row per subcommand; --help and the dispatch expand from the table.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "base/params.h"
#include "broker/runfile.h"
#include "schema/generation.h"
#include "stages/cli/ask.h"
#include "stages/cli/check.h"
#include "stages/cli/export.h"
#include "stages/cli/manual.h"
#include "stages/cli/process.h"
#include "stages/cli/sql_command.h"
#include "stages/cli/status.h"
#include "stages/cli/supervisor.h"
#include "stages/server/http/http.h"
#include "stages/server/mcp.h"

struct command {
    const char *name;
    const char *arguments;
    const char *help;
    unsigned params;
    int arguments_min, arguments_max;
    int (*run)(params *params, int argc, char **argv); // argv[1 ...] are the arguments
};

static const char *
database(const params *params, char path[STORE_PATH_MAX])
{
    runfile_database(params->db, params->source, path, STORE_PATH_MAX);
    return path;
}

static int
run_index(params *params, int argc, char **argv)
{
    if (argc > 1)
        params->source = argv[1];
    struct stat info;
    bool is_there = stat(params->source, &info) == 0;
    if (!is_there || !S_ISDIR(info.st_mode)) {
        fprintf(stderr, "sluice: %s: %s; give the folder to index\n", params->source,
                is_there ? "not a folder" : strerror(errno));
        return EXIT_USAGE;
    }
    if (!params->parsers) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        params->parsers = processors < 1 ? 1 : processors > 64 ? 64 : (uint64_t)processors;
    }
    return supervisor_run(params);
}

static int
run_export(params *params, int argc, char **argv)
{
    (void)argc;
    relation relation;
    export_format format;
    char path[STORE_PATH_MAX], failure[STORE_FAILURE_BYTES] = "";
    if (!relation_find(argv[1], &relation)) {
        fprintf(stderr, "sluice: '%s' is no relation; they are", argv[1]);
        for (int i = 0; i < RELATION_COUNT; i++)
            fprintf(stderr, " %s", relation_infos[i].name);
        fprintf(stderr, "\n");
        return EXIT_USAGE;
    }
    if (!export_format_find(*params->format ? params->format : "jsonl", &format)) {
        fprintf(stderr, "sluice: --format: '%s' is neither jsonl nor csv\n", params->format);
        return EXIT_USAGE;
    }
    status result = export_run(database(params, path), relation, format, stdout, failure);
    if (result == STATUS_OK || result == STATUS_CLOSED)
        return EXIT_DONE;
    fprintf(stderr, "sluice: %s\n", *failure ? failure : status_text(result));
    return EXIT_RUN_FAILED;
}

static int
run_sql(params *params, int argc, char **argv)
{
    (void)argc;
    sql_format format;
    char path[STORE_PATH_MAX], failure[STORE_FAILURE_BYTES] = "";
    if (!sql_format_find(params->format, &format)) {
        fprintf(stderr, "sluice: --format: '%s' is neither table, csv nor jsonl\n", params->format);
        return EXIT_USAGE;
    }
    sql_limits limits = {.rows_max = params->rows_max, .bytes_max = SQL_RESULT_BYTES_MAX, .time_ms = params->time_ms};
    status result = sql_command_run(database(params, path), argv[1], format, &limits, stdout, failure);
    if (*failure || (result != STATUS_OK && result != STATUS_CLOSED))
        fprintf(stderr, "sluice: %s\n", *failure ? failure : status_text(result));
    if (result == STATUS_OK || result == STATUS_CLOSED)
        return EXIT_DONE;
    return result == STATUS_INVALID || result == STATUS_PERMISSION ? EXIT_USAGE : EXIT_RUN_FAILED;
}

static int
run_status(params *params, int argc, char **argv)
{
    (void)argc, (void)argv;
    char path[STORE_PATH_MAX];
    return status_run(database(params, path), params->json, stdout);
}

static int
run_check(params *params, int argc, char **argv)
{
    (void)argc, (void)argv;
    char path[STORE_PATH_MAX];
    return check_run(database(params, path), params->json, stdout);
}

static int
run_mcp(params *params, int argc, char **argv)
{
    (void)argc, (void)argv;
    char path[STORE_PATH_MAX];
    signal(SIGPIPE, SIG_IGN);
    return mcp_serve(database(params, path), stdin, stdout) == STATUS_OK ? EXIT_DONE : EXIT_RUN_FAILED;
}

static int
run_serve(params *params, int argc, char **argv)
{
    (void)argc, (void)argv;
    char path[STORE_PATH_MAX];
    return http_serve(params, database(params, path));
}

static int
run_parser(params *params, int argc, char **argv)
{
    (void)argc;
    params_export(params);
    process_exec("sluice-parser", (char *[]){argv[0], NULL});
    return EXIT_RUN_FAILED;
}

static int
run_keep(params *params, int argc, char **argv)
{
    (void)params, (void)argc;
    return keep_run(argv + 1);
}

#define QUESTION(name, ID)                                                                                               \
    static int run_##name(params *params, int argc, char **argv)                                                        \
    {                                                                                                                    \
        char path[STORE_PATH_MAX];                                                                                       \
        return ask_run(ASK_##ID, params, database(params, path), argc > 1 ? argv[1] : NULL, stdout);                     \
    }
QUESTION(search, SEARCH)
QUESTION(show, SHOW)
QUESTION(callers, CALLERS)
QUESTION(callees, CALLEES)
QUESTION(impact, IMPACT)
QUESTION(tests, TESTS)
QUESTION(cycles, CYCLES)
QUESTION(hotspots, HOTSPOTS)
QUESTION(overview, OVERVIEW)

static int run_manual(params *params, int argc, char **argv);

static const struct command commands[] = {
    {"index", "[DIR]", "index a source tree: all processes, then the report", PARAM_FOR_INDEX, 0, 1, run_index},
    {"export", "RELATION", "print a relation's rows", PARAM_FOR_EXPORT, 1, 1, run_export},
    {"sql", "STATEMENT", "ask the index with a SELECT", PARAM_FOR_SQL, 1, 1, run_sql},
    {"status", "", "the published generation and its proof", PARAM_FOR_READERS, 0, 0, run_status},
    {"check", "", "read every row: counts, digests, dangling edges", PARAM_FOR_READERS, 0, 0, run_check},
    {"search", "TEXT", "names like a text, best first; words, parts, initials and typos", PARAM_FOR_QUESTIONS, 1, 1, run_search},
    {"show", "NAME", "an entity: where, documentation, code", PARAM_FOR_QUESTIONS, 1, 1, run_show},
    {"callers", "NAME", "what calls or uses it, and where", PARAM_FOR_QUESTIONS, 1, 1, run_callers},
    {"callees", "NAME", "what it calls or uses", PARAM_FOR_QUESTIONS, 1, 1, run_callees},
    {"impact", "NAME", "what a change of it may affect, hop by hop", PARAM_FOR_QUESTIONS, 1, 1, run_impact},
    {"tests", "NAME", "the tests that reach it, nearest first", PARAM_FOR_QUESTIONS, 1, 1, run_tests},
    {"cycles", "[FOLDER]", "what needs each other", PARAM_FOR_QUESTIONS, 0, 1, run_cycles},
    {"hotspots", "[FOLDER]", "what has most edges", PARAM_FOR_QUESTIONS, 0, 1, run_hotspots},
    {"overview", "", "the whole index in one screen", PARAM_FOR_READERS, 0, 0, run_overview},
    {"serve", "", "answer over HTTP, until SIGTERM", PARAM_FOR_SERVE, 0, 0, run_serve},
    {"mcp", "", "answer a language model's client: Model Context Protocol on stdin and stdout", PARAM_FOR_MCP, 0, 0, run_mcp},
    {"parser", "", "join the run that is at work on --db with one more parser", PARAM_FOR_STAGES, 0, 0, run_parser},
    {"manual", "man|bash|zsh", "print the man page, or what a shell completes", PARAM_FOR_NOBODY, 1, 1, run_manual},
    {"keep", "COMMAND...", "run a command again when a signal kills it (for a Procfile)", 0, 1, 1 << 20, run_keep},
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static int
run_manual(params *params, int argc, char **argv)
{
    (void)params, (void)argc;
    manual_command texts[COMMAND_COUNT];
    for (int i = 0; i < COMMAND_COUNT; i++)
        texts[i] = (manual_command){commands[i].name, commands[i].arguments, commands[i].help, commands[i].params};
    if (manual_put(argv[1], texts, COMMAND_COUNT, stdout))
        return EXIT_DONE;
    fprintf(stderr, "sluice: manual: '%s' is neither man, bash nor zsh\n", argv[1]);
    return EXIT_USAGE;
}

static void
print_help(FILE *out)
{
    fprintf(out, "sluice - a source tree as a queryable code graph\n\nusage: sluice COMMAND [OPTION...] [ARGUMENT...]\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        char left[64];
        snprintf(left, sizeof left, "%s %s", commands[i].name, commands[i].arguments);
        fprintf(out, "  %-22s %s\n", left, commands[i].help);
    }
    fprintf(out, "\n`sluice COMMAND --help` lists a command's options.\n\n"
                 "exit status: 0 done; 1 failed, nothing was published; 2 wrong usage; 3 published, but some files were\n"
                 "quarantined; 75 a stage lost its coordinator; 130, 143 interrupted, the previous generation is intact\n");
}

static void
print_command_help(const struct command *command)
{
    printf("usage: sluice %s [OPTION...] %s\n\n%s\n\noptions (or the environment):\n", command->name,
           command->arguments, command->help);
    params_help(stdout, command->params);
}

static bool
asks_for_help(const struct command *command, int argc, char **argv)
{
    for (int i = 1; i < argc && (command->params || i == 1); i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
        if (strcmp(argv[i], "--") == 0)
            return false;
    }
    return false;
}

static int
run_command(const struct command *command, int argc, char **argv)
{
    if (asks_for_help(command, argc, argv)) {
        print_command_help(command);
        return EXIT_DONE;
    }
    params params = {0};
    bool takes_all = command->params == 0; // `keep`: the rest is somebody else's command line
    if (takes_all && argc > 1 && strcmp(argv[1], "--") == 0)
        argv++, argc--;
    if (!takes_all && params_read(&params, command->params, &argc, argv) != STATUS_OK)
        return EXIT_USAGE;
    if (argc - 1 < command->arguments_min || argc - 1 > command->arguments_max) {
        fprintf(stderr, "usage: sluice %s [OPTION...] %s\n", command->name, command->arguments);
        return EXIT_USAGE;
    }
    return command->run(&params, argc, argv);
}

int
main(int argc, char **argv)
{
    log_open("sluice", LOG_LEVEL_INFO);
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("sluice %s\n", SLUICE_VERSION);
        return EXIT_DONE;
    }
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(argv[1], commands[i].name) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    }
    fprintf(stderr, "sluice: '%s' is no command; see sluice --help\n", argv[1]);
    return EXIT_USAGE;
}
