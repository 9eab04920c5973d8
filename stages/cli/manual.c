#include "stages/cli/manual.h"

#include <string.h>

#include "base/params.h"

// ---- man page (man(7), groff_man(7))

// Text that troff would not take for an escape, a request, or a typographic sign.
static void
put_roff(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\'')
            fputs("\\(aq", out);
        else
            fputc(*text, out);
    }
}

static void
put_options(FILE *out, unsigned commands)
{
    param_text param;
    for (unsigned at = 0; params_next(commands, &at, &param);) {
        fputs(".TP\n.B ", out);
        put_roff(out, param.name);
        if (!param.is_flag) {
            fputs(" \\fI", out);
            put_roff(out, param.unit);
            fputs("\\fR", out);
        }
        fputs("\n", out);
        put_roff(out, param.help);
        if (*param.fallback && !param.is_flag)
            fprintf(out, " [%s]", param.fallback);
        fprintf(out, " (%s)\n", param.environment);
    }
}

static void
put_man(FILE *out, const manual_command *commands, unsigned count)
{
    fprintf(out, ".TH SLUICE 1 \"\" \"sluice %s\" \"User Commands\"\n.SH NAME\nsluice \\- a source tree as a queryable code graph\n",
            SLUICE_VERSION);
    fputs(".SH SYNOPSIS\n.B sluice\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n.SH COMMANDS\n", out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, ".SS sluice %s ", commands[i].name);
        put_roff(out, commands[i].arguments);
        fputs("\n", out);
        put_roff(out, commands[i].help);
        fputs("\n", out);
        if (commands[i].params)
            put_options(out, commands[i].params);
    }
    fputs(".SH EXIT STATUS\n0 done; 1 failed; 2 wrong usage; 3 published, but some files were quarantined; 75 a stage lost its "
          "coordinator; 130, 143 interrupted, the previous generation is intact.\n"
          ".SH ENVIRONMENT\nEvery option can be set in the variable named behind it; the command line wins. NO_COLOR turns colours off.\n",
          out);
}

// ---- completions

static void
put_option_names(FILE *out, unsigned commands)
{
    param_text param;
    for (unsigned at = 0; params_next(commands, &at, &param);)
        fprintf(out, " %s", param.name);
}

static void
put_names(FILE *out, const manual_command *commands, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        fprintf(out, i ? " %s" : "%s", commands[i].name);
}

// Words behind `--db` and the like are files: the shell's own default.
static void
put_bash(FILE *out, const manual_command *commands, unsigned count)
{
    fputs("# bash completion of sluice: source it, or put it into a folder of bash-completion.\n"
          "_sluice() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} options\n"
          "    if [ \"$COMP_CWORD\" = 1 ]; then\n"
          "        COMPREPLY=($(compgen -W '--help --version ",
          out);
    put_names(out, commands, count);
    fputs("' -- \"$word\"))\n"
          "        return\n"
          "    fi\n"
          "    case ${COMP_WORDS[1]} in\n",
          out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "    %s) options='--help", commands[i].name);
        put_option_names(out, commands[i].params);
        fputs("' ;;\n", out);
    }
    fputs("    *) options=--help ;;\n"
          "    esac\n"
          "    case $word in\n"
          "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
          "    *) COMPREPLY=() ;;\n"
          "    esac\n"
          "}\n"
          "complete -o default -F _sluice sluice\n",
          out);
}

// Text inside of '...:...' of a zsh description.
static void
put_zsh(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            fputs("'\\''", out);
        else if (strchr(":[]\\", *text))
            fprintf(out, "\\%c", *text);
        else
            fputc(*text, out);
    }
}

static void
put_zsh_options(FILE *out, unsigned commands)
{
    param_text param;
    for (unsigned at = 0; params_next(commands, &at, &param);) {
        fprintf(out, " '%s[", param.name);
        put_zsh(out, param.help);
        fputs("]", out);
        if (!param.is_flag) {
            fputs(":", out);
            put_zsh(out, param.unit);
            fputs(":_files", out);
        }
        fputs("'", out);
    }
}

static void
put_zsh_completion(FILE *out, const manual_command *commands, unsigned count)
{
    fputs("#compdef sluice\n"
          "# zsh completion of sluice: put it as _sluice into a folder of $fpath.\n"
          "_sluice() {\n"
          "    local -a commands=(",
          out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "\n        '%s:", commands[i].name);
        put_zsh(out, commands[i].help);
        fputs("'", out);
    }
    fputs(")\n"
          "    if ((CURRENT == 2)); then\n"
          "        _describe command commands\n"
          "        return\n"
          "    fi\n"
          "    case $words[2] in\n",
          out);
    for (unsigned i = 0; i < count; i++) {
        fprintf(out, "    %s) _arguments '--help[list the options]'", commands[i].name);
        put_zsh_options(out, commands[i].params);
        fputs(" '*:argument:_files' ;;\n", out);
    }
    fputs("    esac\n"
          "}\n"
          "_sluice \"$@\"\n",
          out);
}

bool
manual_put(const char *what, const manual_command *commands, unsigned count, FILE *out)
{
    if (strcmp(what, "man") == 0)
        put_man(out, commands, count);
    else if (strcmp(what, "bash") == 0)
        put_bash(out, commands, count);
    else if (strcmp(what, "zsh") == 0)
        put_zsh_completion(out, commands, count);
    else
        return false;
    return true;
}
