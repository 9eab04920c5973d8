// c_library - functions of ISO C, POSIX and glibc that trees bring substitutes for.
//
// What stands in for them where a condition says that they are missing is not what is called on Linux. Read by the parser
// (conditions: HAVE_STRDUP) and by the linker (macros: `#define strdup my_strdup`).
#ifndef SLUICE_SCHEMA_C_LIBRARY_H
#define SLUICE_SCHEMA_C_LIBRARY_H

// In small letters, each word enclosed by spaces.
#define C_LIBRARY_FUNCTIONS                                                                                                      \
    " abort accept access alarm alloca asprintf assert atexit atof atoi atol atoll basename bind bsearch calloc ceil chdir "     \
    "chmod chown clearerr clock clock_gettime close closedir connect creat dirname dlclose dlerror dlopen dlsym dprintf dup "    \
    "dup2 execl execv execve execvp exit fabs fchmod fchown fclose fcntl fdatasync fdopen feof ferror fflush fgetc fgets "       \
    "fileno floor flock fmod fnmatch fopen fork fprintf fputc fputs fread free freeaddrinfo freopen frexp fscanf fseek "         \
    "fseeko fstat fsync ftell ftello ftruncate fwrite gai_strerror getaddrinfo getc getchar getcwd getegid getenv geteuid "      \
    "getgid gethostbyname gethostname getline getnameinfo getopt getopt_long getpagesize getpass getpeername getpid getppid "    \
    "getpwnam getpwuid getrlimit getrusage getsockname getsockopt gettimeofday getuid glob gmtime gmtime_r htonl htons iconv "   \
    "inet_aton inet_ntoa inet_ntop inet_pton initgroups ioctl isalnum isalpha isascii isatty isblank isdigit isfinite isinf "    \
    "islower isnan isprint ispunct isspace isupper isxdigit kill labs ldexp link listen localtime localtime_r log log2 "         \
    "longjmp lrint lround lseek lstat malloc mbrtowc mbstowcs memchr memcmp memcpy memmem memmove mempcpy memrchr memset "       \
    "mkdir mkdtemp mkfifo mkstemp mktime mmap mprotect msync munmap nanosleep ntohl ntohs offsetof open openat opendir pause "   \
    "pclose perror pipe pipe2 poll popen posix_memalign pow pread printf putc putchar putenv puts pwrite qsort raise rand "      \
    "random read readdir readlink readv realloc realpath recv recvfrom recvmsg regcomp regerror regexec regfree remove rename "  \
    "rewind rewinddir rint rmdir round select send sendmsg sendto setegid setenv seteuid setgid setjmp setlocale setpgid "       \
    "setrlimit setsid setsockopt setuid setvbuf shutdown sigaction sigaddset sigemptyset siglongjmp signal signbit sigprocmask " \
    "sigsetjmp sleep snprintf socket socketpair sprintf sqrt srand srandom sscanf stat statvfs stpcpy stpncpy strcasecmp "       \
    "strcasestr strcat strchr strchrnul strcmp strcpy strcspn strdup strerror strerror_r strftime strlen strncasecmp strncat "   \
    "strncmp strncpy strndup strnlen strpbrk strptime strrchr strsep strsignal strspn strstr strtod strtof strtoimax strtok "    \
    "strtok_r strtol strtold strtoll strtoul strtoull strtoumax symlink sync sysconf syslog system time timegm times tmpfile "   \
    "tolower toupper trunc truncate ttyname tzset umask uname ungetc unlink unsetenv usleep utime utimes va_copy vasprintf "     \
    "vfprintf vprintf vsnprintf vsprintf vsscanf wait waitpid wcslen wcsrtombs wcstombs wcwidth write writev "

#endif
