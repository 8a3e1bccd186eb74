/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dragoman binfmt ... */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <dirent.h>
#include <getopt.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/log.h"
#include "binfmt/binfmt.h"
#include "binfmt/kernel.h"
#include "translate/guest/guest.h"

#define EXIT_WRONG_USE 2
#define MAX_GUESTS 64
#define MAX_ENTRY 4096

const char binfmt_help[] =
    "usage: dragoman binfmt ACTION [OPTION...] [ARCHITECTURE...]\n"
    "Has the kernel run programs of these architectures (all, if none is given) with dragoman.\n"
    "  --print      write what would be registered to standard output\n"
    "  --install    register it, in place of entries of the same names\n"
    "  --uninstall  take the entries out again\n"
    "  --list       say what the kernel has for each architecture\n"
    "  --help       this text\n"
    "Options:\n"
    "  --format FORM       kernel: the running kernel's binfmt_misc, until a restart (default)\n"
    "                      systemd: files for systemd-binfmt, NAME.conf in /etc/binfmt.d\n"
    "                      debian: files for update-binfmts --import, in /usr/share/binfmts\n"
    "  --directory DIR     another directory for such files\n"
    "  --flags FLAGS       of O, C, F and P (default: all of them)\n"
    "  --prefix PREFIX     entries are named PREFIX and the architecture (default: qemu-)\n"
    "  --interpreter FILE  the program to register (default: this one)\n";

enum action { NONE, PRINT, INSTALL, UNINSTALL, LIST, HELP };
enum { OPT_FORMAT = 256, OPT_DIRECTORY, OPT_FLAGS, OPT_PREFIX, OPT_INTERPRETER };

struct command {
    enum action action;
    const char *format, *directory, *flags, *prefix, *interpreter;
    const struct guest *chosen[MAX_GUESTS];
    unsigned n_chosen;
};

static const struct option long_options[] = {
    {"print", no_argument, NULL, PRINT},
    {"install", no_argument, NULL, INSTALL},
    {"uninstall", no_argument, NULL, UNINSTALL},
    {"list", no_argument, NULL, LIST},
    {"help", no_argument, NULL, HELP},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"directory", required_argument, NULL, OPT_DIRECTORY},
    {"flags", required_argument, NULL, OPT_FLAGS},
    {"prefix", required_argument, NULL, OPT_PREFIX},
    {"interpreter", required_argument, NULL, OPT_INTERPRETER},
    {0},
};

static bool is_format(const struct command *c, const char *name)
{
    return strcmp(c->format, name) == 0;
}

/* One option. False after a message. */
static bool take_option(struct command *c, int option, char **argv)
{
    switch (option) {
    case OPT_FORMAT:
        c->format = optarg;
        break;
    case OPT_DIRECTORY:
        c->directory = optarg;
        break;
    case OPT_FLAGS:
        c->flags = optarg;
        break;
    case OPT_PREFIX:
        c->prefix = optarg;
        break;
    case OPT_INTERPRETER:
        c->interpreter = optarg;
        break;
    case '?':
        log_error("binfmt: wrong option %s (binfmt --help lists them)", argv[optind - 1]);
        return false;
    default:
        if (c->action && c->action != (enum action)option) {
            log_error("binfmt: more than one action");
            return false;
        }
        c->action = (enum action)option;
    }
    return true;
}

/* Programs of the host's own architecture stay the kernel's unless they are asked for by name. */
static void choose_all(struct command *c)
{
    struct utsname host;
    uname(&host);
    for (unsigned i = 0; guests[i] && c->n_chosen < MAX_GUESTS; i++) {
        if (strcmp(guests[i]->name, host.machine) != 0) {
            c->chosen[c->n_chosen++] = guests[i];
        }
    }
}

static bool choose(struct command *c, char **names)
{
    for (; *names && c->n_chosen < MAX_GUESTS; names++) {
        const char *name = *names;
        size_t len = strlen(c->prefix);
        const struct guest *g = binfmt_guest(name);
        if (!g && strncmp(name, c->prefix, len) == 0) {
            g = binfmt_guest(name + len);
        }
        if (!g) {
            log_error("binfmt: %s: no such architecture", name);
            return false;
        }
        c->chosen[c->n_chosen++] = g;
    }
    if (c->n_chosen == 0) {
        choose_all(c);
    }
    return true;
}

static bool check(const struct command *c)
{
    if (c->action == NONE) {
        log_error("binfmt: say --print, --install, --uninstall or --list (binfmt --help)");
        return false;
    }
    if (!is_format(c, "kernel") && !is_format(c, "systemd") && !is_format(c, "debian")) {
        log_error("binfmt: --format %s: not kernel, systemd or debian", c->format);
        return false;
    }
    if (c->flags[strspn(c->flags, BINFMT_FLAGS)] || strlen(c->flags) > strlen(BINFMT_FLAGS)) {
        log_error("binfmt: --flags %s: only O, C, F and P", c->flags);
        return false;
    }
    if (strchr(c->prefix, '/') || strpbrk(c->prefix, ":|,;@!\n") || strlen(c->prefix) > 32) {
        log_error("binfmt: --prefix %s: not for a file's name", c->prefix);
        return false;
    }
    if (c->interpreter[0] != '/' || strchr(c->interpreter, '\n')) {
        log_error("binfmt: --interpreter %s: not an absolute path", c->interpreter);
        return false;
    }
    return true;
}

static struct binfmt_entry entry_of(const struct command *c, const struct guest *g)
{
    struct binfmt_entry e = {.guest = g, .interpreter = c->interpreter, .flags = c->flags};
    snprintf(e.name, sizeof(e.name), "%s%s", c->prefix, g->name);
    return e;
}

/* The text of one entry in the chosen form, with its last newline. False after a message. */
static bool make_text(const struct command *c, const struct binfmt_entry *e, char *buf, size_t size)
{
    int n = is_format(c, "debian") ? binfmt_template(e, buf, size) : binfmt_line(e, buf, size - 1);
    if (n < 0) {
        log_error("binfmt: %s: %s", e->interpreter, strerror(-n));
        return false;
    }
    if (buf[n - 1] != '\n') {
        strcpy(buf + n, "\n");
    }
    return true;
}

static int print(const struct command *c)
{
    char text[MAX_ENTRY];
    for (unsigned i = 0; i < c->n_chosen; i++) {
        struct binfmt_entry e = entry_of(c, c->chosen[i]);
        if (!make_text(c, &e, text, sizeof(text))) {
            return EXIT_FAILURE;
        }
        fputs(text, stdout);
    }
    return EXIT_SUCCESS;
}

static void file_name(const struct command *c, const struct binfmt_entry *e, char *path)
{
    bool systemd = is_format(c, "systemd");
    const char *directory = c->directory ? c->directory
                            : systemd    ? "/etc/binfmt.d"
                                         : "/usr/share/binfmts";
    snprintf(path, PATH_MAX, "%s/%s%s", directory, e->name, systemd ? ".conf" : "");
}

static int write_files(const struct command *c)
{
    char text[MAX_ENTRY], path[PATH_MAX];
    for (unsigned i = 0; i < c->n_chosen; i++) {
        struct binfmt_entry e = entry_of(c, c->chosen[i]);
        if (!make_text(c, &e, text, sizeof(text))) {
            return EXIT_FAILURE;
        }
        file_name(c, &e, path);
        FILE *f = fopen(path, "we");
        bool good = f && fputs(text, f) >= 0;
        if ((f && fclose(f) != 0) || !good) {
            log_error("binfmt: %s: %s", path, strerror(errno));
            return EXIT_FAILURE;
        }
        printf("%s\n", path);
    }
    return EXIT_SUCCESS;
}

static int remove_files(const struct command *c)
{
    char path[PATH_MAX];
    int status = EXIT_SUCCESS;
    for (unsigned i = 0; i < c->n_chosen; i++) {
        struct binfmt_entry e = entry_of(c, c->chosen[i]);
        file_name(c, &e, path);
        if (unlink(path) < 0) {
            log_error("binfmt: %s: %s", path, strerror(errno));
            status = EXIT_FAILURE;
        }
    }
    return status;
}

/* Opens binfmt_misc. A descriptor, or -1 after a message that says what stands in the way. */
static int open_kernel(bool mount_it)
{
    int fd = -1, error;
    switch (binfmt_open(mount_it, &fd, &error)) {
    case BINFMT_MOUNTED:
        break;
    case BINFMT_ABSENT:
        log_error("binfmt: " BINFMT_DIRECTORY " is not there: the kernel has no binfmt_misc "
                  "(try: modprobe binfmt_misc), or /proc is not mounted");
        break;
    case BINFMT_NOT_MOUNTED:
        log_error("binfmt: binfmt_misc is not mounted%s%s; as root: "
                  "mount -t binfmt_misc binfmt_misc " BINFMT_DIRECTORY,
                  error ? ", mounting it failed: " : "", error ? strerror(error) : "");
        break;
    case BINFMT_UNREADABLE:
        log_error("binfmt: " BINFMT_DIRECTORY ": %s", strerror(error));
        break;
    }
    return fd;
}

/* Why the kernel refused to take or give up an entry. */
static int refused(const struct binfmt_entry *e, int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
        log_error("binfmt: %s: %s: only root may change the host's binfmt_misc; a container needs "
                  "one of its own (Linux 6.7)",
                  e->name, strerror(error));
        break;
    case EINVAL:
        log_error("binfmt: %s: the kernel does not take the entry (flag F needs Linux 4.8)",
                  e->name);
        break;
    default:
        log_error("binfmt: %s: with interpreter %s: %s", e->name, e->interpreter, strerror(error));
    }
    return EXIT_FAILURE;
}

static void warn_disabled(int dirfd)
{
    char status[16];
    if (binfmt_read(dirfd, "status", status, sizeof(status)) > 0 &&
        strncmp(status, "disabled", 8) == 0) {
        log_error("binfmt: binfmt_misc is switched off; to switch it on: "
                  "echo 1 > " BINFMT_DIRECTORY "/status");
    }
}

static int install(const struct command *c)
{
    int dirfd = open_kernel(true), status = EXIT_SUCCESS;
    if (dirfd < 0) {
        return EXIT_FAILURE;
    }
    for (unsigned i = 0; i < c->n_chosen; i++) {
        struct binfmt_entry e = entry_of(c, c->chosen[i]);
        int r = binfmt_register(dirfd, &e);
        if (r == -EEXIST) {
            binfmt_remove(dirfd, e.name);
            r = binfmt_register(dirfd, &e);
        }
        if (r < 0) {
            status = refused(&e, -r);
        }
    }
    warn_disabled(dirfd);
    close(dirfd);
    return status;
}

static int uninstall(const struct command *c)
{
    int dirfd = open_kernel(false), status = EXIT_SUCCESS;
    if (dirfd < 0) {
        return EXIT_FAILURE;
    }
    for (unsigned i = 0; i < c->n_chosen; i++) {
        struct binfmt_entry e = entry_of(c, c->chosen[i]);
        int r = binfmt_remove(dirfd, e.name);
        if (r == -ENOENT) {
            log_error("binfmt: %s is not registered", e.name);
            status = EXIT_FAILURE;
        } else if (r < 0) {
            status = refused(&e, -r);
        }
    }
    close(dirfd);
    return status;
}

/* The value behind key in an entry's file: its line's rest, in out. "" if there is none. */
static void field(const char *text, const char *key, char *out, size_t size)
{
    const char *at = strstr(text, key);
    at = at ? at + strlen(key) : "";
    size_t n = strcspn(at, "\n");
    n = n < size ? n : size - 1;
    memcpy(out, at, n);
    out[n] = '\0';
}

static void list_entry(const char *guest, const char *name, const char *text)
{
    char interpreter[MAX_ENTRY], flags[16];
    field(text, "\ninterpreter ", interpreter, sizeof(interpreter));
    field(text, "\nflags: ", flags, sizeof(flags));
    printf("%s: %s %.*s %s %s\n", guest, name, (int)strcspn(text, "\n"), text, interpreter, flags);
}

/* Every entry for this guest's programs, whoever's it is. */
static void list_guest(DIR *dir, const struct guest *g)
{
    struct binfmt_pattern p;
    char magic[2 * BINFMT_PATTERN_MAX + 1], found[2 * BINFMT_PATTERN_MAX + 2], text[MAX_ENTRY];
    bool any = false;
    binfmt_pattern(g, &p);
    for (unsigned i = 0; i < p.len; i++) {
        sprintf(magic + 2 * i, "%02x", p.magic[i]);
    }
    rewinddir(dir);
    for (struct dirent *d; (d = readdir(dir));) {
        if (d->d_type == DT_DIR || binfmt_read(dirfd(dir), d->d_name, text, sizeof(text)) <= 0) {
            continue;
        }
        field(text, "\nmagic ", found, sizeof(found));
        if (strcmp(found, magic) == 0) {
            list_entry(g->name, d->d_name, text);
            any = true;
        }
    }
    if (!any) {
        printf("%s: not registered\n", g->name);
    }
}

static int list(const struct command *c)
{
    int fd = open_kernel(false);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        return EXIT_FAILURE;
    }
    for (unsigned i = 0; i < c->n_chosen; i++) {
        list_guest(dir, c->chosen[i]);
    }
    warn_disabled(fd);
    closedir(dir);
    return EXIT_SUCCESS;
}

int binfmt_command(int argc, char **argv, const char *self)
{
    struct command c = {
        .format = "kernel", .flags = BINFMT_FLAGS, .prefix = "qemu-", .interpreter = self};
    int option;
    opterr = 0;
    while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
        if (!take_option(&c, option, argv)) {
            return EXIT_WRONG_USE;
        }
    }
    if (c.action == HELP) {
        fputs(binfmt_help, stdout);
        return EXIT_SUCCESS;
    }
    if (!check(&c) || !choose(&c, argv + optind)) {
        return EXIT_WRONG_USE;
    }
    bool kernel = is_format(&c, "kernel");
    switch (c.action) {
    case PRINT:
        return print(&c);
    case INSTALL:
        return kernel ? install(&c) : write_files(&c);
    case UNINSTALL:
        return kernel ? uninstall(&c) : remove_files(&c);
    default:
        return list(&c);
    }
}
