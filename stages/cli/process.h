// process - starting sluice's own programs and waiting for them.
#ifndef SLUICE_STAGES_CLI_PROCESS_H
#define SLUICE_STAGES_CLI_PROCESS_H

#include <stdbool.h>
#include <sys/types.h>

// Replaces this process by the program `name` from the folder of the running one. argv[0] is set. Returns only when that
// fails, after a line on stderr.
void process_exec(const char *name, char **argv);

enum { EXIT_NOT_STARTED = 127 }; // as shells say it

// Starts such a program with one more argument (or NULL). Returns its process id, or -1 after a line on stderr. A program that is not
// there, or is no program, is seen by the child: it writes the line, and ends with EXIT_NOT_STARTED.
pid_t process_start(const char *name, const char *argument);

// Starts any command line. It gets SIGTERM when this process dies. Returns its process id, or -1.
pid_t process_start_command(char **argv);

// Takes the faults that are to happen once (fault.h) out of the environment, for the successor of a process that died.
void process_forget_faults(void);

// Blocks SIGINT, SIGTERM, SIGHUP and SIGCHLD, so that process_wait() can wait for them; children start unblocked.
void process_block_signals(void);

// Waits at most `timeout_ms` (-1: for ever) for one of those signals; 0 on timeout.
int process_wait(int timeout_ms);

#endif
