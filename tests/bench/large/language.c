/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A whole interpreter: text to tokens to a tree, names to slots, values with kinds, strings and
 * lists on a heap of its own, functions, recursion. What it runs is at the end.
 */
#include "bench.h"
#include <stdlib.h>

/* Values: a kind and a number, or an index into the heap's strings and lists. */
enum kind { NOTHING, NUMBER, STRING, LIST };

struct value {
    enum kind kind;
    int64_t n;
};

struct object {
    int32_t size, room;
    union {
        char *text;
        struct value *items;
    };
};

enum tag {
    T_NUMBER,
    T_STRING,
    T_NAME,
    T_ASSIGN,
    T_PUT,
    T_INDEX,
    T_CALL,
    T_BUILTIN,
    T_ADD,
    T_SUB,
    T_MUL,
    T_DIV,
    T_MOD,
    T_LESS,
    T_EQUAL,
    T_AND,
    T_OR,
    T_NOT,
    T_IF,
    T_WHILE,
    T_BLOCK,
    T_RETURN,
    T_LIST
};

struct node {
    enum tag tag;
    int32_t slot;
    struct value constant;
    struct node *a, *b, *c, *next;
};

struct function {
    char name[16];
    int parameters, slots;
    struct node *body;
};

enum { FUNCTIONS = 32, NAMES = 32, OBJECTS = 1 << 16, STACK = 1 << 16 };

static struct {
    const char *at;
    enum { END, DIGITS, TEXT, WORD, SIGN } kind;
    char text[64];
    int64_t n;
} token;

static struct function functions[FUNCTIONS];
static int function_count;
static char names[NAMES][16];
static int name_count;

static struct object objects[OBJECTS];
static int object_count;
static struct value stack[STACK];
static int top;

static struct {
    int active;
    struct value value;
} returned;

static uint64_t output, executed;

static void fail(const char *why)
{
    fprintf(stderr, "language: %s near '%.20s'\n", why, token.at);
    exit(1);
}

/* Text to tokens. */
static void advance(void)
{
    const char *p = token.at;
    size_t n = 0;
    while (*p == ' ' || *p == '\n')
        p++;
    if (*p >= '0' && *p <= '9') {
        token.kind = DIGITS;
        for (token.n = 0; *p >= '0' && *p <= '9'; p++)
            token.n = token.n * 10 + (*p - '0');
    } else if (*p == '\'') {
        token.kind = TEXT;
        for (p++; *p != '\''; p++)
            token.text[n++] = *p;
        p++;
    } else if ((*p | 32) >= 'a' && (*p | 32) <= 'z') {
        token.kind = WORD;
        while ((*p | 32) >= 'a' && (*p | 32) <= 'z')
            token.text[n++] = *p++;
    } else if (*p) {
        token.kind = SIGN;
        token.text[n++] = *p++;
        if ((p[-1] == '=' || p[-1] == '!' || p[-1] == ':') && *p == '=')
            token.text[n++] = *p++;
    } else {
        token.kind = END;
    }
    token.text[n] = 0;
    token.at = p;
}

static int accept(const char *text)
{
    if ((token.kind != SIGN && token.kind != WORD) || strcmp(token.text, text) != 0)
        return 0;
    advance();
    return 1;
}

static void expect(const char *text)
{
    if (!accept(text))
        fail(text);
}

/* Tokens to a tree. */
static struct node *make(enum tag tag, struct node *a, struct node *b, struct node *c)
{
    struct node *n = calloc(1, sizeof *n);
    *n = (struct node){tag, 0, {NOTHING, 0}, a, b, c, NULL};
    return n;
}

static int slot_of(const char *name)
{
    for (int i = 0; i < name_count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    strcpy(names[name_count], name);
    return name_count++;
}

static const char *const builtins[] = {"size", "push", "print", "char", "pop", "text", NULL};

static int find_function(const char *name)
{
    for (int i = 0; i < function_count; i++)
        if (strcmp(functions[i].name, name) == 0)
            return i;
    fail(name);
    return 0;
}

static struct object *new_object(enum kind kind, int room, struct value *v)
{
    if (object_count == OBJECTS)
        fail("heap");
    struct object *o = &objects[object_count];
    *v = (struct value){kind, object_count++};
    size_t bytes = kind == STRING ? (size_t)room + 1 : (size_t)room * sizeof *o->items;
    if (room > o->room || !o->text)
        o->text = realloc(o->text, bytes + 64);
    o->size = 0;
    o->room = room;
    return o;
}

static struct node *expression(void);

static struct node *arguments(struct node *n, const char *end)
{
    struct node **tail = &n->a;
    while (!accept(end)) {
        *tail = expression();
        tail = &(*tail)->next;
        accept(",");
    }
    return n;
}

static struct node *name_or_call(void)
{
    char name[64];
    strcpy(name, token.text);
    advance();
    if (!accept("(")) {
        struct node *n = make(T_NAME, NULL, NULL, NULL);
        n->slot = slot_of(name);
        return n;
    }
    for (int i = 0; builtins[i]; i++)
        if (strcmp(builtins[i], name) == 0) {
            struct node *n = make(T_BUILTIN, NULL, NULL, NULL);
            n->slot = i;
            return arguments(n, ")");
        }
    struct node *n = make(T_CALL, NULL, NULL, NULL);
    n->slot = find_function(name);
    return arguments(n, ")");
}

static struct node *primary(void)
{
    struct node *n;
    if (token.kind == DIGITS) {
        n = make(T_NUMBER, NULL, NULL, NULL);
        n->constant = (struct value){NUMBER, token.n};
        advance();
    } else if (token.kind == TEXT) {
        n = make(T_STRING, NULL, NULL, NULL);
        struct object *o = new_object(STRING, 64, &n->constant);
        o->size = (int32_t)strlen(token.text);
        strcpy(o->text, token.text);
        advance();
    } else if (accept("(")) {
        n = expression();
        expect(")");
    } else if (accept("[")) {
        n = arguments(make(T_LIST, NULL, NULL, NULL), "]");
    } else if (accept("not")) {
        return make(T_NOT, primary(), NULL, NULL);
    } else {
        n = name_or_call();
    }
    while (accept("[")) {
        n = make(T_INDEX, n, expression(), NULL);
        expect("]");
    }
    return n;
}

static struct node *operators(int level)
{
    static const struct {
        const char *sign;
        enum tag tag;
        int level;
    } all[] = {{"or", T_OR, 0},    {"and", T_AND, 1}, {"<", T_LESS, 2},
               {"==", T_EQUAL, 2}, {"+", T_ADD, 3},   {"-", T_SUB, 3},
               {"*", T_MUL, 4},    {"/", T_DIV, 4},   {"%", T_MOD, 4}};
    if (level == 5)
        return primary();
    struct node *n = operators(level + 1);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].level == level && accept(all[i].sign)) {
            struct node *right = operators(level + 1);
            n = make(all[i].tag, n, right, NULL);
            i = (size_t)-1;
        }
    return n;
}

static struct node *expression(void)
{
    return operators(0);
}

static struct node *block(void)
{
    struct node *n = make(T_BLOCK, NULL, NULL, NULL), **tail = &n->a;
    expect("{");
    while (!accept("}")) {
        if (accept("if")) {
            struct node *condition = expression(), *yes = block();
            *tail = make(T_IF, condition, yes, accept("else") ? block() : NULL);
        } else if (accept("while")) {
            struct node *condition = expression();
            *tail = make(T_WHILE, condition, block(), NULL);
        } else if (accept("return")) {
            *tail = make(T_RETURN, expression(), NULL, NULL);
        } else {
            struct node *to = expression();
            *tail = to;
            if (accept(":=")) {
                struct node *from = expression();
                *tail = to->tag == T_INDEX ? make(T_PUT, to->a, to->b, from)
                                           : make(T_ASSIGN, from, NULL, NULL);
                (*tail)->slot = to->slot;
            }
        }
        tail = &(*tail)->next;
    }
    return n;
}

static void program(const char *text)
{
    token.at = text;
    advance();
    while (accept("def")) {
        struct function *f = &functions[function_count++];
        strcpy(f->name, token.text);
        advance();
        name_count = 0;
        expect("(");
        while (!accept(")")) {
            slot_of(token.text);
            advance();
            accept(",");
        }
        f->parameters = name_count;
        f->body = block();
        f->slots = name_count;
    }
    if (token.kind != END)
        fail("text left");
}

/* The tree's meaning. */
static struct value evaluate(const struct node *n, struct value *frame);

static struct value number(int64_t n)
{
    return (struct value){NUMBER, n};
}

static int true_value(struct value v)
{
    return v.kind != NOTHING && (v.kind != NUMBER || v.n != 0);
}

static struct value join(struct value a, struct value b)
{
    struct value v;
    int size = objects[a.n].size + objects[b.n].size;
    struct object *o = new_object(STRING, size, &v);
    memcpy(o->text, objects[a.n].text, (size_t)objects[a.n].size);
    memcpy(o->text + objects[a.n].size, objects[b.n].text, (size_t)objects[b.n].size);
    o->text[size] = 0;
    o->size = size;
    return v;
}

static int order(struct value a, struct value b)
{
    if (a.kind != b.kind)
        return a.kind < b.kind ? -1 : 1;
    if (a.kind == STRING)
        return strcmp(objects[a.n].text, objects[b.n].text);
    return (a.n > b.n) - (a.n < b.n);
}

static struct value arithmetic(enum tag tag, struct value a, struct value b)
{
    if (tag == T_LESS)
        return number(order(a, b) < 0);
    if (tag == T_EQUAL)
        return number(order(a, b) == 0);
    if (tag == T_ADD && a.kind == STRING && b.kind == STRING)
        return join(a, b);
    if (a.kind != NUMBER || b.kind != NUMBER)
        fail("kinds");
    switch (tag) {
    case T_ADD:
        return number(a.n + b.n);
    case T_SUB:
        return number(a.n - b.n);
    case T_MUL:
        return number((int64_t)((uint64_t)a.n * (uint64_t)b.n));
    case T_DIV:
        return number(b.n ? a.n / b.n : 0);
    default:
        return number(b.n ? a.n % b.n : 0);
    }
}

static struct value element(struct value list, struct value index)
{
    struct object *o = &objects[list.n];
    if (index.n < 0 || index.n >= o->size)
        fail("index");
    return list.kind == STRING ? number((uint8_t)o->text[index.n]) : o->items[index.n];
}

static struct value add_item(struct value list, struct value item)
{
    struct object *o = &objects[list.n];
    if (o->size == o->room) {
        o->room = o->room * 2 + 4;
        o->items = realloc(o->items, (size_t)o->room * sizeof *o->items);
    }
    o->items[o->size++] = item;
    return list;
}

static struct value builtin(int which, const struct node *argument, struct value *frame)
{
    struct value a = evaluate(argument, frame), v;
    switch (which) {
    case 0:
        return number(objects[a.n].size);
    case 1:
        return add_item(a, evaluate(argument->next, frame));
    case 2:
        output = bench_add(output, a.kind == STRING ? (uint64_t)objects[a.n].size : (uint64_t)a.n);
        return a;
    case 3: {
        struct object *o = new_object(STRING, 1, &v);
        o->text[0] = (char)a.n;
        o->text[o->size = 1] = 0;
        return v;
    }
    case 4:
        return objects[a.n].items[--objects[a.n].size];
    default: {
        struct object *o = new_object(STRING, 24, &v);
        o->size = snprintf(o->text, 24, "%lld", (long long)a.n);
        return v;
    }
    }
}

static struct value call(const struct function *f, const struct node *argument, struct value *frame)
{
    struct value *own = stack + top;
    int count = 0;
    if (top + f->slots > STACK)
        fail("stack");
    top += f->slots;
    for (; argument; argument = argument->next)
        own[count++] = evaluate(argument, frame);
    while (count < f->slots)
        own[count++] = (struct value){NOTHING, 0};
    evaluate(f->body, own);
    top -= f->slots;
    returned.active = 0;
    return returned.value;
}

static struct value evaluate(const struct node *n, struct value *frame)
{
    struct value a, b;
    executed++;
    switch (n->tag) {
    case T_NUMBER:
    case T_STRING:
        return n->constant;
    case T_NAME:
        return frame[n->slot];
    case T_ASSIGN:
        return frame[n->slot] = evaluate(n->a, frame);
    case T_PUT:
        a = evaluate(n->a, frame);
        b = evaluate(n->b, frame);
        element(a, b);
        return objects[a.n].items[b.n] = evaluate(n->c, frame);
    case T_INDEX:
        a = evaluate(n->a, frame);
        return element(a, evaluate(n->b, frame));
    case T_CALL:
        return call(&functions[n->slot], n->a, frame);
    case T_BUILTIN:
        return builtin(n->slot, n->a, frame);
    case T_AND:
        a = evaluate(n->a, frame);
        return true_value(a) ? evaluate(n->b, frame) : a;
    case T_OR:
        a = evaluate(n->a, frame);
        return true_value(a) ? a : evaluate(n->b, frame);
    case T_NOT:
        return number(!true_value(evaluate(n->a, frame)));
    case T_IF:
        if (true_value(evaluate(n->a, frame)))
            return evaluate(n->b, frame);
        return n->c ? evaluate(n->c, frame) : number(0);
    case T_WHILE:
        while (!returned.active && true_value(evaluate(n->a, frame)))
            evaluate(n->b, frame);
        return number(0);
    case T_BLOCK:
        for (const struct node *s = n->a; s && !returned.active; s = s->next)
            evaluate(s, frame);
        return number(0);
    case T_RETURN:
        returned.value = evaluate(n->a, frame);
        returned.active = 1;
        return returned.value;
    case T_LIST:
        new_object(LIST, 4, &a);
        for (const struct node *s = n->a; s; s = s->next)
            add_item(a, evaluate(s, frame));
        return a;
    default:
        a = evaluate(n->a, frame);
        return arithmetic(n->tag, a, evaluate(n->b, frame));
    }
}

static const char text[] =
    "def fib(n) { if n < 2 { return n } return fib(n - 1) + fib(n - 2) }"
    "def sieve(n) {"
    "  marks := [] i := 0 found := 0"
    "  while i < n { push(marks, 0) i := i + 1 }"
    "  i := 2"
    "  while i < n {"
    "    if not marks[i] {"
    "      found := found + 1 j := i + i"
    "      while j < n { marks[j] := 1 j := j + i }"
    "    }"
    "    i := i + 1"
    "  }"
    "  return found"
    "}"
    "def sort(list, low, high) {"
    "  if not (low < high) { return 0 }"
    "  pivot := list[(low + high) / 2] i := low j := high"
    "  while not (j < i) {"
    "    while list[i] < pivot { i := i + 1 }"
    "    while pivot < list[j] { j := j - 1 }"
    "    if not (j < i) {"
    "      t := list[i] list[i] := list[j] list[j] := t i := i + 1 j := j - 1"
    "    }"
    "  }"
    "  sort(list, low, j) sort(list, i, high)"
    "  return 0"
    "}"
    "def words(n) {"
    "  list := [] seed := 42"
    "  while n {"
    "    w := '' k := 3"
    "    while k { seed := (seed * 1103515245 + 12345) % 2147483648"
    "      w := w + char(97 + seed / 65536 % 26) k := k - 1 }"
    "    push(list, w + text(n % 10)) n := n - 1"
    "  }"
    "  sort(list, 0, size(list) - 1)"
    "  all := '' i := 0"
    "  while i < size(list) { all := all + list[i] i := i + 97 }"
    "  return all"
    "}"
    "def queens(n, row, used) {"
    "  if row == n { return 1 }"
    "  c := 0 found := 0"
    "  while c < n {"
    "    k := 0 free := 1"
    "    while k < row and free {"
    "      d := used[k] - c"
    "      if d == 0 or d == row - k or d == k - row { free := 0 }"
    "      k := k + 1"
    "    }"
    "    if free { push(used, c) found := found + queens(n, row + 1, used) pop(used) }"
    "    c := c + 1"
    "  }"
    "  return found"
    "}"
    "def main() {"
    "  print(fib(22)) print(sieve(30000)) print(words(3000)) print(queens(7, 0, []))"
    "  return 0"
    "}";

int main(void)
{
    for (int round = 0; round < 50; round++) {
        object_count = function_count = 0;
        program(text);
        call(&functions[function_count - 1], NULL, stack);
    }
    return bench_result(bench_add(output, executed));
}
