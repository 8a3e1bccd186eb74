/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Instruction tests: run [-g] [-v] [-l line] file.t ...
 *
 * A line of a .t file is
 *
 *     text                    word      before            -> after
 *     add x0, x1, x2          8b020020  x1=1 x2=2         -> x0=3
 *                                       x1=ffffffffffffffff x2=1 -> x0=0
 *     ldr w3, [x4]            b9400083  x4=20000 [20000]=01020384 -> x3=84030201
 *     b.eq 0x10010            54000080  nzcv=4            -> pc=10010
 *     ldr x0, [x1]            f9400020  x1=22000          -> sigsegv=22000
 *     mov x0, #1; mov x1, #2  d2800020 d2800041           -> x0=1 x1=2
 *
 * - text is what the disassembler says of the word; check-text.py holds it against the cross
 *   binutils. Two blanks end it. Several instructions: texts separated by "; ", as many words. A
 *   line that begins with a blank runs the words of the line above from another state.
 * - Numbers are hexadecimal. A number with a point is a decimal float. [20000]= takes bytes in the
 *   order of memory. What before does not name has a value that is easy to recognise (state.h has
 *   the memory's layout; nzcv=5; fpcr and fpsr 0); the flags are a nibble, N is its highest bit.
 * - After: everything that is not named has its value from before, so flags that are set, fpsr and
 *   the zeroed half of a register must be named (d0=1.5 says all of v0).
 * - The words run at 10000 until control leaves them; pc is the address it leaves to, by default
 *   the one behind the last word.
 * - Outcomes beside a state: sigsegv=ADDRESS, sigbus=ADDRESS, sigill, svc and brk=IMMEDIATE; pc is
 *   then the last word's own address (svc: behind it) if nothing else is said.
 * - # starts a comment at the beginning of a line and behind blanks.
 *
 * DRAGOMAN_ENGINE is jit, jit-noopt or interp; DRAGOMAN_HOST_FEATURES as host_features has it;
 * DRAGOMAN_CPU is the model. DRAGOMAN_MAPS is a seed: then each line has a register map made at
 * random.
 * -g logs the host code made for each first line (tests/insn/golden.py makes the golden files).
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "host/host.h"
#include "tests/insn/state.h"
#include "tests/maps.h"

#define MAX_WORDS 16

struct outcome {
    unsigned exit; /* CPU_EXIT_SYSCALL with end: control left the words */
    bool end;
    int signal;
    uint64_t value; /* address or immediate */
};

struct run {
    const struct insn_guest *guest;
    struct process process;
    struct cpu *cpu;
    uint32_t mode; /* of a new cpu */
    bool golden, verbose;
    uint64_t seed; /* of register maps; 0: none */
    unsigned only_line;
    unsigned passed, failed;
    const char *file;
    unsigned line;
    char text[256];
    uint32_t words[MAX_WORDS];
    unsigned n_words;
};

static void on_fault(int sig, siginfo_t *info, void *uc)
{
    if (tr_host_fault(current, sig, info, uc) != TR_FAULT_OURS)
        return;
    signal(sig, SIG_DFL);
}

static void code_changed(struct process *p, uint64_t start, uint64_t len)
{
    if (p->translator)
        tr_invalidate(p, start, len);
}

static const struct process_ops ops = {.code_changed = code_changed, .safe_copy = host_safe_copy};

static void catch_faults(void)
{
    static char stack[65536];
    const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
    stack_t ss = {.ss_sp = stack, .ss_size = sizeof(stack)};
    struct sigaction sa = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaltstack(&ss, NULL);
    for (unsigned i = 0; i < 4; i++)
        sigaction(signals[i], &sa, NULL);
}

static void map(struct run *r, uint64_t address, uint64_t size, int prot)
{
    int64_t at = mem_mmap(r->process.mem, address, size, prot,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (at != (int64_t)address) {
        printf("no memory at %" PRIx64 ": %" PRId64 "\n", address, at);
        exit(2);
    }
}

static enum tr_engine engine(void)
{
    const char *name = getenv("DRAGOMAN_ENGINE");
    if (!name || strcmp(name, "jit") == 0)
        return TR_ENGINE_JIT;
    if (strcmp(name, "jit-noopt") == 0)
        return TR_ENGINE_JIT_NOOPT;
    if (strcmp(name, "interp") == 0)
        return TR_ENGINE_INTERP;
    printf("no engine %s\n", name);
    exit(2);
}

static void start(struct run *r)
{
    struct tr_config config = {.engine = engine(),
                               .loops = 1,
                               .host_features = host_features(getenv("DRAGOMAN_HOST_FEATURES"))};
    if (config.host_features < 0) {
        printf("DRAGOMAN_HOST_FEATURES: not known\n");
        exit(2);
    }
    const char *seed = getenv("DRAGOMAN_MAPS");
    r->seed = seed ? strtoull(seed, NULL, 0) : 0;
    r->process.ops = &ops;
    r->process.guest = r->guest->guest;
    r->process.mem = mem_new(&r->process, 64);
    r->cpu = own_map(sizeof(struct cpu), PROT_READ | PROT_WRITE, 0);
    if (!r->process.mem || !r->cpu) {
        printf("no memory\n");
        exit(2);
    }
    r->cpu->process = &r->process;
    current = r->cpu;
    if (r->guest->guest->cpu_init(r->cpu, getenv("DRAGOMAN_CPU")) != 0 ||
        tr_init(&r->process, &config) != 0 || tr_thread_init(r->cpu) != 0) {
        printf("the translator does not start\n");
        exit(2);
    }
    r->mode = r->cpu->mode;
    map(r, CODE, MEM_PAGE, PROT_READ | PROT_WRITE | PROT_EXEC);
    map(r, DATA, DATA_SIZE, PROT_READ | PROT_WRITE);
    map(r, READ_ONLY, MEM_PAGE, PROT_READ);
    catch_faults();
}

static void put_words(struct run *r)
{
    if (r->seed)
        maps_change(r->cpu, &r->seed);
    uint8_t page[MEM_PAGE];
    for (unsigned i = 0; i < MEM_PAGE; i += r->guest->filler_size)
        memcpy(page + i, r->guest->filler, r->guest->filler_size);
    memcpy(page, r->words, r->n_words * 4);
    mem_write(&r->process, CODE, page, sizeof(page));
    tr_invalidate(&r->process, CODE, sizeof(page));
}

static uint64_t end_of_words(const struct run *r)
{
    return CODE + r->n_words * 4;
}

/* Runs, and says how it ended; pc is then where control went. */
static struct outcome run_words(struct run *r)
{
    struct cpu *cpu = r->cpu;
    struct outcome o = {0};
    tr_run(cpu);
    o.exit = cpu->exit;
    if (cpu->exit == CPU_EXIT_SYSCALL) {
        uint64_t pc = cpu->pc - r->guest->filler_size;
        o.end = pc < CODE || pc >= end_of_words(r);
        if (o.end)
            cpu->pc = pc;
    } else if (cpu->exit == CPU_EXIT_EXEC_FAULT) {
        o.exit = CPU_EXIT_SYSCALL;
        o.end = true;
        cpu->pc = cpu->exit_info;
    } else if (cpu->exit == CPU_EXIT_FAULT) {
        o.signal = cpu->fault_signal;
        o.value = cpu->fault_addr;
    } else if (cpu->exit == CPU_EXIT_ALIGN) {
        o.exit = CPU_EXIT_FAULT;
        o.signal = SIGBUS;
        o.value = cpu->fault_addr;
    } else if (cpu->exit == CPU_EXIT_BREAK) {
        o.value = cpu->exit_info;
    }
    return o;
}

/* Takes up an outcome of a line's after part. */
static bool parse_outcome(const char *word, struct outcome *o)
{
    const char *value = strchr(word, '=');
    size_t n = value ? (size_t)(value - word) : strlen(word);
    struct outcome said = {.value = value ? strtoull(value + 1, NULL, 16) : 0};
    if (strncmp(word, "sigsegv", n) == 0 && n == 7 && value) {
        said.exit = CPU_EXIT_FAULT;
        said.signal = SIGSEGV;
    } else if (strncmp(word, "sigbus", n) == 0 && n == 6 && value) {
        said.exit = CPU_EXIT_FAULT;
        said.signal = SIGBUS;
    } else if (strcmp(word, "sigill") == 0) {
        said.exit = CPU_EXIT_ILLEGAL;
    } else if (strcmp(word, "svc") == 0) {
        said.exit = CPU_EXIT_SYSCALL;
    } else if (strncmp(word, "brk", n) == 0 && n == 3 && value) {
        said.exit = CPU_EXIT_BREAK;
    } else {
        return false;
    }
    *o = said;
    return true;
}

static void bad_line(const struct run *r, const char *what, const char *where)
{
    printf("%s:%u: %s: %s\n", r->file, r->line, where, what);
    exit(2);
}

/* Parses "before -> after" into the two states and the outcome. */
static void parse_states(struct run *r, char *states, struct state *before, struct state *after,
                         struct outcome *o)
{
    struct state *s = before;
    bool pc_named = false;
    *o = (struct outcome){.exit = CPU_EXIT_SYSCALL, .end = true};
    state_fill(r->guest, before);
    for (char *word; (word = strsep(&states, " \t")) && *word != '#';) {
        if (!*word)
            continue;
        if (strcmp(word, "->") == 0) {
            if (s == after)
                bad_line(r, "a second arrow", word);
            *after = *before;
            s = after;
            continue;
        }
        if (s == after && parse_outcome(word, o))
            continue;
        pc_named |= s == after && strncmp(word, "pc=", 3) == 0;
        const char *wrong = state_set(r->guest, s, word);
        if (wrong)
            bad_line(r, wrong, word);
    }
    if (s == before)
        bad_line(r, "there is no ->", r->text);
    if (!pc_named) {
        bool behind = o->exit == CPU_EXIT_SYSCALL;
        after->pc = end_of_words(r) - (behind ? 0 : 4);
    }
}

static bool same_outcome(const struct outcome *a, const struct outcome *b)
{
    return a->exit == b->exit && a->end == b->end && a->signal == b->signal && a->value == b->value;
}

static void run_states(struct run *r, char *states)
{
    static struct state before, after, got;
    struct outcome want;
    parse_states(r, states, &before, &after, &want);
    put_words(r);
    state_put(r->guest, &before, r->cpu);
    r->cpu->mode = r->mode;
    r->cpu->mode = r->guest->guest->mode(r->cpu);
    struct outcome o = run_words(r);
    state_take(r->guest, &got, r->cpu);
    unsigned differ = 0;
    if (!same_outcome(&o, &want)) {
        printf("    ended by exit %u signal %d value %" PRIx64 " end %d, not %u %d %" PRIx64
               " %d\n",
               o.exit, o.signal, o.value, o.end, want.exit, want.signal, want.value, want.end);
        differ++;
    }
    differ += state_compare(r->guest, &after, &got);
    if (differ || r->verbose)
        printf("%s:%u: %s: %s\n", r->file, r->line, r->text, differ ? "FAILED" : "ok");
    *(differ ? &r->failed : &r->passed) += 1;
}

/* Splits "text  word word  states"; the states. */
static char *parse_words(struct run *r, char *line)
{
    char *p = line;
    while (*p && !(isspace((unsigned char)p[0]) && isspace((unsigned char)p[1])))
        p++;
    if (!*p || p - line >= (long)sizeof(r->text))
        bad_line(r, "no two blanks behind the text", line);
    snprintf(r->text, sizeof(r->text), "%.*s", (int)(p - line), line);
    for (r->n_words = 0;;) {
        p += strspn(p, " \t");
        if (strspn(p, "0123456789abcdef") != 8 || (p[8] && !isspace((unsigned char)p[8])))
            break;
        if (r->n_words == MAX_WORDS)
            bad_line(r, "too many words", r->text);
        r->words[r->n_words++] = (uint32_t)strtoul(p, NULL, 16);
        p += 8;
    }
    if (!r->n_words)
        bad_line(r, "no code word", r->text);
    return p;
}

static void run_line(struct run *r, char *line)
{
    line[strcspn(line, "\n")] = 0;
    char *states = line + strspn(line, " \t");
    if (!*states || *states == '#')
        return;
    bool first = states == line;
    if (first)
        states = parse_words(r, line);
    else if (!r->n_words)
        bad_line(r, "no line above", line);
    if (r->only_line && r->only_line != r->line)
        return;
    if (r->golden && !first)
        return;
    if (r->golden) {
        printf("== %s\n", r->text);
        fflush(stdout);
    }
    run_states(r, states);
}

static void run_file(struct run *r, const char *path)
{
    char *line = NULL;
    size_t size = 0;
    FILE *f = fopen(path, "r");
    if (!f) {
        printf("%s: %s\n", path, strerror(errno));
        exit(2);
    }
    r->file = path;
    r->line = r->n_words = 0;
    while (getline(&line, &size, f) >= 0) {
        r->line++;
        run_line(r, line);
    }
    free(line);
    fclose(f);
}

int main(int argc, char **argv)
{
    static struct run r = {.guest = &insn_aarch64};
    uint32_t mask = 0;
    for (int c; (c = getopt(argc, argv, "gvl:")) >= 0;) {
        if (c == 'g')
            r.golden = true;
        else if (c == 'v')
            r.verbose = true;
        else if (c == 'l')
            r.only_line = (unsigned)strtoul(optarg, NULL, 10);
        else
            return 2;
    }
    if (r.golden && log_parse("out_asm", &mask) != 0)
        return 2;
    alarm(300);
    start(&r);
    log_set(mask, 1);
    for (int i = optind; i < argc; i++)
        run_file(&r, argv[i]);
    if (!r.golden)
        printf("%u passed, %u failed\n", r.passed, r.failed);
    return r.failed || r.passed == 0;
}
