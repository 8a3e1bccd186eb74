/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "linux-user/options.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "host/host.h"

const char options_help[] =
    "usage: dragoman [OPTION...] PROGRAM [ARGUMENT...]\n"
    "       dragoman shell [OPTION...] ROOT [COMMAND [ARGUMENT...]]   (dragoman shell --help)\n"
    "       dragoman binfmt ACTION [OPTION...] [ARCHITECTURE...]      (dragoman binfmt --help)\n"
    "Runs a Linux program that was built for another processor.\n"
    "  -L PREFIX    look for absolute paths in PREFIX first          DRAGOMAN_LD_PREFIX\n"
    "  -E VAR=VAL[,VAR=VAL...]  set variables of the program         DRAGOMAN_SET_ENV\n"
    "  -U VAR[,VAR...]          remove variables                     DRAGOMAN_UNSET_ENV\n"
    "  -0 ARGV0     the program's argv[0]                            DRAGOMAN_ARGV0\n"
    "  -cpu MODEL   processor model; help names them                 DRAGOMAN_CPU\n"
    "  -r RELEASE   kernel release that uname gives                  DRAGOMAN_UNAME\n"
    "  -s SIZE      stack size in bytes, or with k, M, G behind it   DRAGOMAN_STACK_SIZE\n"
    "  -cache DIR   keep translations in DIR, an absolute path, for  DRAGOMAN_CACHE\n"
    "               the next time: programs start in a fraction\n"
    "  -seed N      the program's AT_RANDOM bytes follow from N      DRAGOMAN_RAND_SEED\n"
    "  -strace      log system calls                                 DRAGOMAN_STRACE\n"
    "  -d ITEM,...  log in_asm, ir, ir_opt, out_asm, exec, unimp,    DRAGOMAN_LOG\n"
    "               page, strace; op and op_opt are ir and ir_opt,\n"
    "               QEMU's other items log nothing\n"
    "  -dfilter R,...  log code only at addresses FIRST..LAST,       DRAGOMAN_DFILTER\n"
    "               START+LENGTH or LAST-LENGTH\n"
    "  -D FILE      log to FILE (%d: process id)                     DRAGOMAN_LOG_FILENAME\n"
    "  -perfmap     write /tmp/perf-PID.map for perf                 DRAGOMAN_PERFMAP\n"
    "  -profile[=FILE]  count and time what the program runs, and    DRAGOMAN_PROFILE\n"
    "               report at its end on standard error or in FILE\n"
    "               (FILE.PID: of its children)\n"
    "  -profile-time[=FILE]  the same without counts, which take     DRAGOMAN_PROFILE_TIME\n"
    "               time themselves\n"
    "  -h, -help    this text\n"
    "  -version     the version\n"
    "Taken without effect: -B ADDRESS, -R SIZE, -t MAP, -p SIZE, -tb-size N, -one-insn-per-tb,\n"
    "-singlestep. Not there: -g, -plugin, -trace, -jitdump.\n"
    "Also: DRAGOMAN_ENGINE=jit|jit-noopt|interp, DRAGOMAN_HOST_FEATURES=LIST. Links named\n"
    "qemu-ARCH, qemu-ARCH-static and buildkit-qemu-ARCH read QEMU_* variables instead.\n";

struct environment {
    char **vars;
    size_t n, cap;
};

struct parser {
    struct options *o;
    struct environment env;
};

static enum options_action wrong(struct options *o, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(o->error, sizeof(o->error), format, args);
    va_end(args);
    return OPTIONS_WRONG;
}

static char **env_find(struct environment *e, const char *name, size_t len)
{
    for (size_t i = 0; i < e->n; i++) {
        if (strncmp(e->vars[i], name, len) == 0 && e->vars[i][len] == '=') {
            return &e->vars[i];
        }
    }
    return NULL;
}

static void env_add(struct environment *e, char *var)
{
    if (e->n + 1 >= e->cap) {
        e->cap = e->cap ? 2 * e->cap : 64;
        e->vars = realloc(e->vars, e->cap * sizeof(e->vars[0]));
        if (!e->vars) {
            abort();
        }
    }
    e->vars[e->n++] = var;
    e->vars[e->n] = NULL;
}

static void env_set(struct environment *e, char *var)
{
    char **old = env_find(e, var, strcspn(var, "="));
    if (old) {
        *old = var;
    } else {
        env_add(e, var);
    }
}

static void env_unset(struct environment *e, const char *name)
{
    char **old;
    while ((old = env_find(e, name, strlen(name)))) {
        memmove(old, old + 1, (size_t)(e->vars + e->n - old) * sizeof(*old));
        e->n--;
    }
}

/* Calls set or unset for every part of a comma-separated list. */
static enum options_action env_list(struct parser *p, const char *list, bool set)
{
    char *copy = strdup(list), *save = NULL;
    for (char *var = strtok_r(copy, ",", &save); var; var = strtok_r(NULL, ",", &save)) {
        bool has_value = strchr(var, '=') && var[0] != '=';
        if (set != has_value) {
            return wrong(p->o, set ? "-E %s: not VAR=VALUE" : "-U %s: not a name", var);
        }
        if (set) {
            env_set(&p->env, var);
        } else {
            env_unset(&p->env, var);
        }
    }
    return OPTIONS_RUN;
}

static enum options_action set_number(struct options *o, const char *name, const char *text,
                                      uint64_t *value)
{
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 0);
    unsigned shift = 0;
    switch (*end) {
    case 'k':
    case 'K':
        shift = 10;
        break;
    case 'M':
        shift = 20;
        break;
    case 'G':
        shift = 30;
        break;
    }
    end += shift != 0;
    if (errno || end == text || *end || *text == '-' || *value > UINT64_MAX >> shift) {
        return wrong(o, "-%s %s: not a number", name, text);
    }
    *value <<= shift;
    return OPTIONS_RUN;
}

static enum options_action set_stack(struct parser *p, const char *text)
{
    enum options_action r = set_number(p->o, "s", text, &p->o->stack_size);
    if (r == OPTIONS_RUN && (p->o->stack_size < 128 << 10 || p->o->stack_size > 1ull << 40)) {
        return wrong(p->o, "-s %s: out of range", text);
    }
    return r;
}

static enum options_action set_log(struct parser *p, const char *text)
{
    p->o->log_items = text;
    if (log_parse(text, &p->o->log_mask) < 0) {
        return wrong(p->o, "-d %s: unknown item", text);
    }
    return OPTIONS_RUN;
}

static enum options_action set_cpu(struct parser *p, const char *text)
{
    p->o->cpu = text;
    if (strcmp(text, "help") == 0 || strcmp(text, "?") == 0) {
        return OPTIONS_CPU_HELP;
    }
    return OPTIONS_RUN;
}

static enum options_action set_fd(struct options *o, const char *name, const char *text, int *fd)
{
    uint64_t value;
    enum options_action r = set_number(o, name, text, &value);
    *fd = value < INT_MAX ? (int)value : -1;
    return r;
}

static enum options_action set_exec_fd(struct parser *p, const char *text)
{
    return set_fd(p->o, "execfd", text, &p->o->exec_fd);
}

static enum options_action set_self_fd(struct parser *p, const char *text)
{
    return set_fd(p->o, "selffd", text, &p->o->self_fd);
}

static enum options_action set_handover(struct parser *p, const char *text)
{
    return set_fd(p->o, "handover", text, &p->o->handover_fd);
}

static enum options_action set_name(struct parser *p, const char *text)
{
    p->o->name = text;
    return OPTIONS_RUN;
}

static enum options_action set_prefix(struct parser *p, const char *text)
{
    p->o->prefix = text;
    return OPTIONS_RUN;
}

static enum options_action set_argv0(struct parser *p, const char *text)
{
    p->o->argv0 = text;
    return OPTIONS_RUN;
}

static enum options_action set_release(struct parser *p, const char *text)
{
    p->o->release = text;
    return OPTIONS_RUN;
}

static enum options_action set_log_file(struct parser *p, const char *text)
{
    p->o->log_file = text;
    return OPTIONS_RUN;
}

static enum options_action set_cache(struct parser *p, const char *text)
{
    p->o->cache = text[0] ? text : NULL;
    if (text[0] && text[0] != '/') {
        return wrong(p->o, "-cache %s: not an absolute path", text);
    }
    return OPTIONS_RUN;
}

static enum options_action set_seed(struct parser *p, const char *text)
{
    uint64_t value;
    p->o->seed = text;
    return set_number(p->o, "seed", text, &value);
}

/* An option of QEMU's that there is nothing to do for. */
static enum options_action without_effect(struct parser *p, const char *text)
{
    return OPTIONS_RUN;
}

static enum options_action set_gdb(struct parser *p, const char *text)
{
    return wrong(p->o, "-g %s: a debugger cannot be attached this way yet", text);
}

static enum options_action set_filter(struct parser *p, const char *text)
{
    p->o->filter = text;
    if (log_parse_filter(text, &p->o->log_filter) < 0) {
        return wrong(p->o, "-dfilter %s: not FIRST..LAST, START+LENGTH or LAST-LENGTH", text);
    }
    return OPTIONS_RUN;
}

static enum options_action set_perf_map(struct parser *p, const char *text)
{
    p->o->perf_map = true;
    return OPTIONS_RUN;
}

/* The variable of the option has 1, or nothing, for standard error. */
static enum options_action set_profile(struct parser *p, const char *text)
{
    bool file = text && text[0] && strcmp(text, "1") != 0;
    p->o->profile = true;
    p->o->profile_file = file ? text : NULL;
    return OPTIONS_RUN;
}

static enum options_action set_profile_uncounted(struct parser *p, const char *text)
{
    p->o->profile_uncounted = true;
    return OPTIONS_RUN;
}

static enum options_action set_profile_time(struct parser *p, const char *text)
{
    p->o->profile_uncounted = true;
    return set_profile(p, text);
}

static enum options_action set_profile_child(struct parser *p, const char *text)
{
    p->o->profile_forked = true;
    return set_profile(p, text);
}

static enum options_action not_there(struct parser *p, const char *text)
{
    return wrong(p->o, "-plugin, -trace and -jitdump are not there");
}

static enum options_action set_env(struct parser *p, const char *text)
{
    return env_list(p, text, true);
}

static enum options_action unset_env(struct parser *p, const char *text)
{
    return env_list(p, text, false);
}

static enum options_action set_strace(struct parser *p, const char *text)
{
    p->o->log_mask |= LOG_STRACE;
    return OPTIONS_RUN;
}

static enum options_action ask_help(struct parser *p, const char *text)
{
    return OPTIONS_HELP;
}

static enum options_action ask_version(struct parser *p, const char *text)
{
    return OPTIONS_VERSION;
}

/*
 * Each option, and the variable (behind QEMU_ or DRAGOMAN_) that gives its value where the command
 * line does not. What is unsafe writes files, loads code, or shows what a program does.
 */
static const struct {
    const char *name;
    enum { NONE, OWN_ARGUMENT, BEHIND_SIGN } value; /* BEHIND_SIGN: NAME=VALUE, or none */
    bool unsafe;
    enum options_action (*set)(struct parser *p, const char *text);
    const char *variable;
} option_table[] = {
    {"h", NONE, false, ask_help, NULL},
    {"help", NONE, false, ask_help, NULL},
    {"version", NONE, false, ask_version, NULL},
    {"g", OWN_ARGUMENT, true, set_gdb, "GDB"},
    {"L", OWN_ARGUMENT, true, set_prefix, "LD_PREFIX"},
    {"s", OWN_ARGUMENT, false, set_stack, "STACK_SIZE"},
    {"cpu", OWN_ARGUMENT, false, set_cpu, "CPU"},
    {"E", OWN_ARGUMENT, false, set_env, "SET_ENV"},
    {"U", OWN_ARGUMENT, false, unset_env, "UNSET_ENV"},
    {"0", OWN_ARGUMENT, false, set_argv0, "ARGV0"},
    {"r", OWN_ARGUMENT, false, set_release, "UNAME"},
    {"B", OWN_ARGUMENT, false, without_effect, "GUEST_BASE"},
    {"R", OWN_ARGUMENT, false, without_effect, "RESERVED_VA"},
    {"t", OWN_ARGUMENT, false, without_effect, "RTSIG_MAP"},
    {"d", OWN_ARGUMENT, true, set_log, "LOG"},
    {"dfilter", OWN_ARGUMENT, true, set_filter, "DFILTER"},
    {"D", OWN_ARGUMENT, true, set_log_file, "LOG_FILENAME"},
    {"one-insn-per-tb", NONE, false, without_effect, "ONE_INSN_PER_TB"},
    {"singlestep", NONE, false, without_effect, "SINGLESTEP"},
    {"tb-size", OWN_ARGUMENT, false, without_effect, "TB_SIZE"},
    {"p", OWN_ARGUMENT, false, without_effect, "PAGESIZE"},
    {"strace", NONE, true, set_strace, "STRACE"},
    {"seed", OWN_ARGUMENT, false, set_seed, "RAND_SEED"},
    {"profile", BEHIND_SIGN, true, set_profile, "PROFILE"},
    {"profile-time", BEHIND_SIGN, true, set_profile_time, "PROFILE_TIME"},
    {"profileuncounted", NONE, true, set_profile_uncounted, NULL},
    {"profilefile", OWN_ARGUMENT, true, set_profile, NULL},
    {"profilechild", OWN_ARGUMENT, true, set_profile_child, NULL},
    {"trace", OWN_ARGUMENT, true, not_there, "TRACE"},
    {"cache", OWN_ARGUMENT, true, set_cache, "CACHE"},
    {"perfmap", NONE, true, set_perf_map, "PERFMAP"},
    {"jitdump", NONE, true, not_there, "JITDUMP"},
    {"plugin", OWN_ARGUMENT, true, not_there, "PLUGIN"},
    {"comm", OWN_ARGUMENT, false, set_name, NULL},
    {"execfd", OWN_ARGUMENT, false, set_exec_fd, NULL},
    {"handover", OWN_ARGUMENT, false, set_handover, NULL},
    {"selffd", OWN_ARGUMENT, false, set_self_fd, NULL},
};

#define N_OPTIONS (sizeof(option_table) / sizeof(option_table[0]))

static enum options_action read_engine(struct options *o, const char *name)
{
    static const char *const names[] = {[TR_ENGINE_JIT] = "jit",
                                        [TR_ENGINE_JIT_NOOPT] = "jit-noopt",
                                        [TR_ENGINE_INTERP] = "interp"};
    if (!name) {
        return OPTIONS_RUN;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i]) == 0) {
            o->engine = (enum tr_engine)i;
            return OPTIONS_RUN;
        }
    }
    return wrong(o, "DRAGOMAN_ENGINE=%s: not interp, jit-noopt or jit", name);
}

/* The value of variable prefix + name in the environment as it was before -E and -U. */
static const char *variable(char **envp, const char *prefix, const char *name)
{
    size_t n = strlen(prefix), len = strlen(name);
    for (; *envp; envp++) {
        const char *v = *envp;
        if (strncmp(v, prefix, n) == 0 && strncmp(v + n, name, len) == 0 && v[n + len] == '=') {
            return v + n + len + 1;
        }
    }
    return NULL;
}

static enum options_action read_variables(struct parser *p, char **envp)
{
    struct options *o = p->o;
    char *none[] = {NULL};
    if (o->invocation->secure) {
        envp = none;
    }
    const char *features = variable(envp, "DRAGOMAN_", "HOST_FEATURES");
    o->host_features = host_features(features);
    if (o->host_features < 0) {
        return wrong(o, "DRAGOMAN_HOST_FEATURES=%s: unknown", features);
    }
    enum options_action r = read_engine(o, variable(envp, "DRAGOMAN_", "ENGINE"));
    for (size_t i = 0; i < N_OPTIONS && r == OPTIONS_RUN; i++) {
        const char *name = option_table[i].variable;
        const char *text = name ? variable(envp, o->invocation->variables, name) : NULL;
        if (text) {
            r = option_table[i].set(p, text);
        }
    }
    return r;
}

static enum options_action read_option(struct parser *p, int argc, char **argv, int *at)
{
    const char *name = argv[*at] + 1;
    if (name[0] == '-') {
        name++;
    }
    for (size_t i = 0; i < N_OPTIONS; i++) {
        size_t len = strlen(option_table[i].name);
        if (strncmp(name, option_table[i].name, len) != 0) {
            continue;
        }
        bool sign = option_table[i].value == BEHIND_SIGN && name[len] == '=';
        if (name[len] && !sign) {
            continue;
        }
        const char *text = sign ? name + len + 1 : NULL;
        if (option_table[i].value == OWN_ARGUMENT) {
            text = argv[++*at];
            if (*at >= argc) {
                return wrong(p->o, "option -%s needs a value", name);
            }
        }
        bool ignored = option_table[i].unsafe && p->o->invocation->secure;
        return ignored ? OPTIONS_RUN : option_table[i].set(p, text);
    }
    return wrong(p->o, "unknown option %s (-help lists them)", argv[*at]);
}

static enum options_action read_command_line(struct parser *p, int argc, char **argv)
{
    struct options *o = p->o;
    enum options_action r = OPTIONS_RUN;
    int at = 1;
    bool options = !o->invocation->by_binfmt;
    for (; options && r == OPTIONS_RUN && at < argc && argv[at][0] == '-' && argv[at][1]; at++) {
        if (strcmp(argv[at], "--") == 0) {
            at++;
            break;
        }
        r = read_option(p, argc, argv, &at);
    }
    o->first = at;
    if (r == OPTIONS_RUN && at >= argc) {
        return wrong(o, "no program given (-help lists the options)");
    }
    o->file = argv[at];
    if (o->invocation->preserve_argv0) {
        o->first++;
    }
    return r;
}

enum options_action options_parse(struct options *o, const struct invocation *inv, int argc,
                                  char **argv, char **envp, char ***env)
{
    struct parser p = {.o = o};
    *o = (struct options){.invocation = inv,
                          .exec_fd = inv->exec_fd,
                          .self_fd = -1,
                          .handover_fd = -1,
                          .engine = TR_ENGINE_JIT};
    for (char **v = envp; *v; v++) {
        env_add(&p.env, *v);
    }
    if (!p.env.vars) {
        env_add(&p.env, NULL);
        p.env.n = 0;
    }
    enum options_action r = read_variables(&p, envp);
    if (r == OPTIONS_RUN) {
        r = read_command_line(&p, argc, argv);
    }
    *env = p.env.vars;
    return r;
}
