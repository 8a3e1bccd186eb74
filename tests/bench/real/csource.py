# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes a large C file as a preprocessor leaves it: declarations first, then modules of a
record type with its table, list, tree, codec, parser, state machine and numeric loops.

The same seed gives the same text. It includes nothing, so that compilers for any 64-bit target
read the same.
"""
import random

HEAD = """typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long uint64_t;
typedef signed char int8_t;
typedef short int16_t;
typedef int int32_t;
typedef long int64_t;
typedef unsigned long size_t;
extern void *malloc(size_t size);
extern void *calloc(size_t count, size_t size);
extern void *realloc(void *old, size_t size);
extern void free(void *block);
extern void *memcpy(void *to, const void *from, size_t size);
extern void *memset(void *to, int byte, size_t size);
extern int memcmp(const void *a, const void *b, size_t size);
extern size_t strlen(const char *s);
extern int strcmp(const char *a, const char *b);
extern char *strchr(const char *s, int c);
extern int snprintf(char *to, size_t size, const char *format, ...);
extern double sqrt(double x);
extern double fabs(double x);
extern void fatal(const char *why, ...) __attribute__((noreturn));
"""
TYPES = ("uint8_t", "uint16_t", "uint32_t", "uint64_t", "int16_t", "int32_t", "int64_t")
WIDTH = {"uint8_t": 1, "uint16_t": 2, "uint32_t": 4, "uint64_t": 8, "int16_t": 2, "int32_t": 4,
         "int64_t": 8}
WORDS = ("account buffer cache device entry frame group handle index journal key lease message "
         "node object packet queue record sample ticket unit vector window zone").split()
FIELDS = ("size count flags owner state stamp level offset limit weight port serial length kind "
          "mode order depth start score usage").split()


class Module:
    def __init__(self, rng, number):
        self.rng = rng
        self.name = f"{rng.choice(WORDS)}{number}"
        self.fields = [(rng.choice(TYPES), f) for f in rng.sample(FIELDS, rng.randint(4, 9))]
        self.lines = []

    def put(self, text):
        self.lines += text.strip("\n").split("\n") + [""]

    def constant(self, bits=16):
        return f"{self.rng.getrandbits(bits):#x}u"

    def field(self):
        return self.rng.choice(self.fields)[1]

    def expression(self, names, depth):
        """Unsigned arithmetic over names without undefined cases."""
        r = self.rng
        if depth == 0 or r.random() < 0.15:
            return r.choice(names) if r.random() < 0.8 else self.constant(r.choice((4, 8, 24)))
        a, b = (self.expression(names, depth - 1) for _ in range(2))
        kind = r.randrange(10)
        if kind < 6:
            return f"({a} {r.choice('+-*&|^')} {b})"
        if kind == 6:
            return f"({a} {r.choice(('<<', '>>'))} {r.randint(1, 23)})"
        if kind == 7:
            return f"({a} % ({b} | {2 * r.randint(1, 200) + 1}u))"
        if kind == 8:
            return f"({a} {r.choice(('<', '>', '==', '!='))} {b} ? {a} : {r.choice(names)})"
        return f"(uint32_t)({r.choice(('int16_t', 'uint8_t', 'int8_t', 'uint16_t'))})({a})"

    def statements(self, names, count, indent=1):
        out, pad = [], "    " * indent
        r = self.rng
        for _ in range(count):
            kind, to = r.randrange(8), r.choice(names)
            if kind < 4:
                out.append(f"{pad}{to} {r.choice(('=', '+=', '^=', '-='))} "
                           f"{self.expression(names, 3)};")
            elif kind < 6 and indent < 4:
                out.append(f"{pad}if ({self.expression(names, 2)} & {1 << r.randrange(12)}) {{")
                out += self.statements(names, 2, indent + 1)
                if r.random() < 0.5:
                    out.append(f"{pad}}} else {{")
                    out += self.statements(names, 1, indent + 1)
                out.append(f"{pad}}}")
            elif kind == 6 and indent < 3:
                i = f"i{indent}"
                out.append(f"{pad}for (unsigned {i} = 0; {i} < ({to} & {r.choice((7, 15, 31))}); "
                           f"{i}++) {{")
                out += self.statements(names, 2, indent + 1)
                out.append(f"{pad}}}")
            else:
                out.append(f"{pad}{to} = step_{self.name}({self.expression(names, 1)}, {to});")
        return out

    def types(self):
        n = self.name
        self.put(f"struct {n} {{\n    struct {n} *next, *left, *right;\n    char name[24];\n"
                 + "".join(f"    {t} {f};\n" for t, f in self.fields)
                 + f"}};\nstruct {n}_table {{\n    struct {n} **slots;\n"
                 "    size_t used, room, misses;\n};")
        for i, (_, f) in enumerate(self.fields):
            self.put(f"extern int {n}_{f}_hook(struct {n} *self, unsigned event);")
            if i % 2 == 0:
                self.put(f"static inline int {n}_{f}_known(const struct {n} *self)\n{{\n"
                         f"    return self && self->{f} != 0;\n}}")

    def step(self):
        self.put(f"static uint32_t step_{self.name}(uint32_t a, uint32_t b)\n{{\n"
                 f"    a = (a ^ (a >> {self.rng.randint(5, 17)})) * {self.constant(31)};\n"
                 f"    return a + (b << {self.rng.randint(1, 9)}) + (b >> 7);\n}}")

    def hashing(self):
        n = self.name
        mix = "\n".join(f"    h = (h ^ (uint64_t)r->{f}) * {self.constant(40)}l;"
                        for _, f in self.fields)
        self.put(f"""
uint64_t {n}_hash(const struct {n} *r)
{{
    uint64_t h = {self.constant(48)}l;
    for (const char *p = r->name; *p; p++)
        h = (h << 5) + (h >> 59) + (uint8_t)*p;
{mix}
    return h ^ (h >> 29);
}}""")
        same = " && ".join(f"a->{f} == b->{f}" for _, f in self.fields[:4])
        self.put(f"""
static int {n}_same(const struct {n} *a, const struct {n} *b)
{{
    return {same} && strcmp(a->name, b->name) == 0;
}}""")

    def table(self):
        n, r = self.name, self.rng
        self.put(f"""
static int {n}_grow(struct {n}_table *t)
{{
    size_t room = t->room ? t->room * 2 : {1 << r.randint(3, 7)};
    struct {n} **slots = calloc(room, sizeof *slots);
    if (!slots)
        return -1;
    for (size_t i = 0; i < t->room; i++) {{
        struct {n} *r = t->slots[i];
        if (!r)
            continue;
        size_t at = {n}_hash(r) & (room - 1);
        while (slots[at])
            at = (at + {r.choice((1, 3, 5))}) & (room - 1);
        slots[at] = r;
    }}
    free(t->slots);
    t->slots = slots;
    t->room = room;
    return 0;
}}

struct {n} *{n}_find(struct {n}_table *t, const struct {n} *like)
{{
    if (t->room == 0)
        return 0;
    for (size_t at = {n}_hash(like) & (t->room - 1); t->slots[at]; at = (at + 1) & (t->room - 1)) {{
        if ({n}_same(t->slots[at], like))
            return t->slots[at];
        t->misses++;
    }}
    return 0;
}}

int {n}_insert(struct {n}_table *t, struct {n} *r)
{{
    if (t->used * 4 >= t->room * 3 && {n}_grow(t) < 0)
        return -1;
    struct {n} *old = {n}_find(t, r);
    if (old) {{
        old->{self.field()} += r->{self.field()};
        return old->{self.field()} > {r.randint(3, 200)};
    }}
    size_t at = {n}_hash(r) & (t->room - 1);
    while (t->slots[at])
        at = (at + 1) & (t->room - 1);
    t->slots[at] = r;
    t->used++;
    return 1;
}}""")

    def sorting(self):
        n = self.name
        keys = self.rng.sample([f for _, f in self.fields], 3)
        order = "\n".join(f"    if (a->{f} != b->{f})\n        return a->{f} < b->{f} ? -1 : 1;"
                          for f in keys)
        self.put(f"""
static int {n}_order(const struct {n} *a, const struct {n} *b)
{{
{order}
    return strcmp(a->name, b->name);
}}

struct {n} *{n}_sort(struct {n} *list)
{{
    struct {n} *half = list, *end = list, *out = 0, **tail = &out;
    if (!list || !list->next)
        return list;
    while (end->next && end->next->next) {{
        half = half->next;
        end = end->next->next;
    }}
    end = half->next;
    half->next = 0;
    list = {n}_sort(list);
    end = {n}_sort(end);
    while (list && end) {{
        struct {n} **from = {n}_order(list, end) <= 0 ? &list : &end;
        *tail = *from;
        *from = (*from)->next;
        tail = &(*tail)->next;
    }}
    *tail = list ? list : end;
    return out;
}}""")

    def tree(self):
        n, f = self.name, self.field()
        self.put(f"""
struct {n} *{n}_put(struct {n} *root, struct {n} *r)
{{
    if (!root) {{
        r->left = r->right = 0;
        return r;
    }}
    if ({n}_order(r, root) < 0) {{
        root->left = {n}_put(root->left, r);
        if (root->left->{f} > root->{f}) {{
            struct {n} *up = root->left;
            root->left = up->right;
            up->right = root;
            return up;
        }}
    }} else {{
        root->right = {n}_put(root->right, r);
        if (root->right->{f} > root->{f}) {{
            struct {n} *up = root->right;
            root->right = up->left;
            up->left = root;
            return up;
        }}
    }}
    return root;
}}

uint64_t {n}_walk(const struct {n} *root, unsigned depth)
{{
    uint64_t sum = 0;
    for (; root; root = root->right) {{
        sum += (uint64_t)root->{self.field()} * (depth + {self.rng.randint(1, 40)});
        if (root->left)
            sum ^= {n}_walk(root->left, depth + 1) << {self.rng.randint(1, 9)};
    }}
    return sum;
}}""")

    def codec(self):
        n = self.name
        big = self.rng.random() < 0.5
        write, read = [], []
        for t, f in self.fields:
            for i in range(WIDTH[t]):
                shift = 8 * (WIDTH[t] - 1 - i if big else i)
                write.append(f"    *p++ = (uint8_t)((uint64_t)r->{f} >> {shift});")
                read.append(f"    r->{f} |= ({t})((uint64_t)*p++ << {shift});")
        size = sum(WIDTH[t] for t, _ in self.fields)
        self.put(f"int {n}_encode(const struct {n} *r, uint8_t *p, size_t room)\n{{\n"
                 f"    if (room < {size} + sizeof r->name)\n        return -1;\n"
                 + "\n".join(write) + f"\n    memcpy(p, r->name, sizeof r->name);\n"
                 f"    return {size} + (int)sizeof r->name;\n}}")
        self.put(f"int {n}_decode(struct {n} *r, const uint8_t *p, size_t size)\n{{\n"
                 f"    if (size < {size} + sizeof r->name)\n        return -1;\n"
                 f"    memset(r, 0, sizeof *r);\n" + "\n".join(read)
                 + f"\n    memcpy(r->name, p, sizeof r->name);\n"
                 f"    return r->name[sizeof r->name - 1] == 0 ? 0 : -2;\n}}")

    def parser(self):
        n = self.name
        cases = "".join(
            f"        case '{chr(97 + i)}':\n"
            f"            r->{f} = (__typeof__(r->{f}))parse_{n}_number(&s, "
            f"{self.rng.choice((8, 10, 16))});\n"
            f"            if (r->{f} == {self.rng.randint(1, 99)})\n                warnings++;\n"
            "            break;\n" for i, (_, f) in enumerate(self.fields))
        self.put(f"""
static uint64_t parse_{n}_number(const char **at, unsigned base)
{{
    uint64_t v = 0;
    const char *s = *at;
    for (;; s++) {{
        unsigned d;
        if (*s >= '0' && *s <= '9')
            d = (unsigned)(*s - '0');
        else if (*s >= 'A' && *s <= 'F')
            d = (unsigned)(*s - 'A') + 10;
        else
            break;
        if (d >= base)
            break;
        v = v * base + d;
    }}
    *at = s;
    return v;
}}

int {n}_parse(struct {n} *r, const char *s)
{{
    int warnings = 0;
    size_t length = 0;
    while (*s == ' ' || *s == '\\t')
        s++;
    while (*s && *s != ':' && length + 1 < sizeof r->name)
        r->name[length++] = *s++;
    r->name[length] = 0;
    if (*s++ != ':')
        return -1;
    while (*s) {{
        switch (*s++) {{
{cases}        case ' ':
        case ',':
            break;
        case '#':
            return warnings;
        default:
            return -2;
        }}
    }}
    return warnings;
}}""")

    def machine(self):
        n, r = self.name, self.rng
        states = r.randint(6, 14)
        cases = []
        for s in range(states):
            cases.append(f"        case {s}:\n" + "\n".join(
                self.statements(["x", "y", "z"], r.randint(1, 4), 3))
                + f"\n            state = (x >> {r.randint(0, 9)}) % {states};\n"
                + f"            if (y & {1 << r.randrange(8)})\n                goto out;\n"
                + "            break;")
        self.put(f"uint32_t {n}_run(const uint8_t *input, size_t size, uint32_t x)\n{{\n"
                 f"    uint32_t y = {self.constant()}, z = {self.constant()};\n"
                 "    unsigned state = 0;\n    for (size_t i = 0; i < size; i++) {\n"
                 "        y += input[i];\n        switch (state) {\n" + "\n".join(cases)
                 + "\n        }\n    }\nout:\n    return x ^ y ^ z;\n}")

    def numeric(self):
        n, r = self.name, self.rng
        c = [f"{r.uniform(-2, 2):.6f}" for _ in range(6)]
        order = r.randint(3, 9)
        taps = ", ".join(f"{r.uniform(-1, 1):.5f}" for _ in range(order))
        self.put(f"""
double {n}_filter(double *out, const double *in, int n, double gain)
{{
    static const double taps[{order}] = {{{taps}}};
    double energy = {c[0]};
    for (int i = 0; i + {order} <= n; i++) {{
        double s = 0;
        for (int k = 0; k < {order}; k++)
            s += taps[k] * in[i + k];
        out[i] = s * gain + {c[1]};
        energy += fabs(s) > {abs(float(c[2]))} ? s * s : {c[3]} * s;
    }}
    return sqrt(energy * energy + {abs(float(c[4]))});
}}

void {n}_blend(uint8_t *to, const uint8_t *a, const uint8_t *b, int count, int weight)
{{
    for (int i = 0; i < count; i++) {{
        int v = (a[i] * weight + b[i] * ({r.choice((64, 128, 256))} - weight)) >> {r.randint(5, 8)};
        to[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }}
}}

int {n}_multiply(float *c, const float *a, const float *b, int n)
{{
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {{
            float s = 0;
            for (int k = 0; k < n; k++)
                s += a[i * n + k] * b[k * n + j];
            c[i * n + j] = s * {c[5]}f;
        }}
    return n * n;
}}""")

    def report(self):
        n = self.name
        parts = "\n".join(
            f"    if (r->{f} != 0)\n        used += snprintf(to + used, room - (size_t)used, "
            f"\"{f}=%lx \", (unsigned long)r->{f});\n"
            f"    if (used < 0 || (size_t)used >= room)\n        return -{i + 1};"
            for i, (_, f) in enumerate(self.fields))
        self.put(f"int {n}_print(const struct {n} *r, char *to, size_t room)\n{{\n"
                 f"    int used = snprintf(to, room, \"%s: \", r->name);\n{parts}\n"
                 "    return used;\n}")

    def arithmetic(self, number):
        args = ["a", "b", "c", "d"]
        body = "\n".join(self.statements(args, self.rng.randint(6, 14)))
        self.put(f"uint32_t {self.name}_f{number}(uint32_t a, uint32_t b, uint32_t c, uint32_t d)\n"
                 f"{{\n{body}\n    return a + b * 3 + c * 5 + d * 7;\n}}")

    def write(self):
        self.types()
        self.step()
        self.hashing()
        self.table()
        self.sorting()
        self.tree()
        self.codec()
        self.parser()
        self.machine()
        self.numeric()
        self.report()
        for i in range(self.rng.randint(1, 2)):
            self.arithmetic(i)
        return self.lines


def text(lines, seed=1):
    rng, out, number = random.Random(seed), HEAD.split("\n"), 0
    while len(out) < lines:
        out.append(f'# 1 "module{number}.c"')
        out += Module(rng, number).write()
        number += 1
    return "\n".join(out) + "\n"
