/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs the text tests of passes: test_passes [-w] FILE...
 *
 *   # what the file is about
 *   === pass: title of the case
 *   IR
 *   ---
 *   IR behind the pass
 *
 * -w rewrites what is behind each --- with what the passes give: review the difference.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/ir/guest.h"
#include "translate/opt/opt.h"

#define CAP 512
#define TEXT 65536

struct runner {
    struct ir *ir;
    struct opt_facts facts;
    void *scratch;
    const char *file;
    FILE *rewrite; /* the new file, or NULL */
    unsigned cases, failures;
};

static void complain(struct runner *r, const char *title, const char *what, const char *text)
{
    printf("%s: %s: %s\n%s\n", r->file, title, what, text);
    r->failures++;
}

static const struct opt_pass *find_pass(const char *title)
{
    const struct opt_pass *p = opt_passes;

    while (p->name && (strncmp(title, p->name, strlen(p->name)) || title[strlen(p->name)] != ':'))
        p++;
    return p->name ? p : NULL;
}

/* The text of case title's in behind its pass, in out. False: complained. */
static bool transform(struct runner *r, const char *title, const char *in, char *out)
{
    const struct opt_pass *pass = find_pass(title);
    char err[256] = "";

    if (!pass) {
        complain(r, title, "no such pass", "");
        return false;
    }
    if (ir_parse(r->ir, in, err, sizeof(err)) || ir_verify(r->ir, err, sizeof(err))) {
        complain(r, title, "input", err);
        return false;
    }
    pass->run(r->ir, &r->facts, r->scratch);
    if (ir_verify(r->ir, err, sizeof(err))) {
        complain(r, title, "broken behind the pass", err);
        return false;
    }
    ir_print(r->ir, out, TEXT);
    return true;
}

static void run_case(struct runner *r, const char *title, const char *in, const char *expected)
{
    static char out[TEXT];

    r->cases++;
    if (!transform(r, title, in, out))
        snprintf(out, sizeof(out), "%s", expected);
    else if (!r->rewrite && strcmp(out, expected))
        complain(r, title, "got", out);
    if (r->rewrite)
        fprintf(r->rewrite, "=== %s\n%s---\n%s", title, in, out);
}

/* Cuts text at the first line that starts with mark; what is behind that line, or NULL. */
static char *cut(char *text, const char *mark, char **line)
{
    char *at = text, *end;

    while (strncmp(at, mark, strlen(mark))) {
        at = strchr(at, '\n');
        if (!at)
            return NULL;
        at++;
    }
    end = strchr(at, '\n');
    if (!end)
        return NULL;
    *end = '\0';
    if (line)
        *line = strdup(at + strlen(mark));
    *at = '\0';
    return end + 1;
}

static bool run_text(struct runner *r, char *text)
{
    char *title, *next, *in = cut(text, "=== ", &title), *expected;

    if (!in)
        return false;
    if (r->rewrite)
        fputs(text, r->rewrite);
    while (in) {
        char *next_title = NULL;

        next = cut(in, "=== ", &next_title);
        expected = cut(in, "---", NULL);
        if (!expected)
            return false;
        run_case(r, title, in, expected);
        free(title);
        title = next_title;
        in = next;
    }
    return true;
}

static bool run_file(struct runner *r, const char *name, bool rewrite)
{
    static char text[4 * TEXT];
    FILE *f = fopen(name, "r");
    size_t n;
    bool ok;

    if (!f)
        return false;
    n = fread(text, 1, sizeof(text) - 1, f);
    fclose(f);
    text[n] = '\0';
    r->file = name;
    r->rewrite = rewrite ? fopen(name, "w") : NULL;
    ok = run_text(r, text);
    if (r->rewrite)
        fclose(r->rewrite);
    return ok;
}

int main(int argc, char **argv)
{
    struct runner r = {.ir = ir_init(malloc(ir_size(CAP)), CAP, &test_guest),
                       .scratch = malloc(opt_scratch_size(CAP))};
    bool rewrite = argc > 1 && !strcmp(argv[1], "-w");

    r.facts.upper[IR_LOAD] = r.facts.upper[IR_VFROM] = OPT_UPPER_ZERO;
    r.facts.upper[IR_FADD] = OPT_UPPER_A;
    r.facts.upper[IR_ADD] = r.facts.upper[IR_AND] = OPT_UPPER_ALL;
    for (int k = rewrite ? 2 : 1; k < argc; k++) {
        if (!run_file(&r, argv[k], rewrite)) {
            printf("%s: cannot be read, or no case in it\n", argv[k]);
            r.failures++;
        }
    }
    printf("%u cases, %u failures\n", r.cases, r.failures);
    free(r.ir);
    free(r.scratch);
    return r.failures || !r.cases;
}
