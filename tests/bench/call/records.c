/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What programs of business do: records copied and compared, small procedures, strings, cases,
 * bookings in accounts.
 */
#include "bench.h"
#include <stdlib.h>

enum state { NEW, OPEN, HELD, CLOSED };

struct person {
    char name[32], street[32];
    int number, rank;
};

struct account {
    struct person owner;
    enum state state;
    int64_t balance, limit, moves[8];
    struct account *next;
};

static struct account accounts[64];
static int refused, changes;

__attribute__((noinline)) static int same_person(const struct person *a, const struct person *b)
{
    return a->number == b->number && strcmp(a->name, b->name) == 0;
}

__attribute__((noinline)) static enum state next_state(enum state s, int64_t balance)
{
    switch (s) {
    case NEW:
        return balance > 100 ? OPEN : NEW;
    case OPEN:
        return balance < -5000 ? HELD : OPEN;
    case HELD:
        return balance > 0 ? OPEN : HELD;
    default:
        return CLOSED;
    }
}

__attribute__((noinline)) static int allowed(const struct account *a, int64_t amount, int *why)
{
    *why = 0;
    if (a->state == HELD && amount < 0)
        *why = 1;
    else if (a->balance + amount < -a->limit)
        *why = 2;
    return *why == 0;
}

__attribute__((noinline)) static void book(struct account *a, int64_t amount)
{
    int why;
    if (!allowed(a, amount, &why)) {
        refused += why;
        return;
    }
    a->balance += amount;
    for (int i = 7; i > 0; i--)
        a->moves[i] = a->moves[i - 1];
    a->moves[0] = amount;
    enum state s = next_state(a->state, a->balance);
    changes += s != a->state;
    a->state = s;
}

__attribute__((noinline)) static void transfer(struct account *from, struct account *to,
                                               int64_t amount)
{
    struct account before = *from;
    book(from, -amount);
    if (from->balance != before.balance)
        book(to, amount);
    if (from->state == HELD && to->state == HELD)
        *from = before;
}

__attribute__((noinline)) static struct account *lookup(const char *name)
{
    for (struct account *a = accounts; a; a = a->next)
        if (strcmp(a->owner.name, name) == 0)
            return a;
    return NULL;
}

__attribute__((noinline)) static void name_of(char *to, int number)
{
    static const char *const parts[] = {"An",  "Bert",  "Carla", "Dolo",
                                        "Emi", "Fritz", "Gun",   "Hil"};
    strcpy(to, parts[number & 7]);
    strcat(to, parts[number >> 3 & 7]);
    to[0] = (char)(to[0] | 0x20);
}

int main(void)
{
    uint32_t state = 77;
    uint64_t sum = 0;
    char name[32];
    for (int i = 0; i < 64; i++) {
        name_of(accounts[i].owner.name, i);
        accounts[i].owner.number = i;
        accounts[i].limit = 1000 * (i % 7);
        accounts[i].balance = 500;
        accounts[i].next = i < 63 ? &accounts[i + 1] : NULL;
    }
    for (int i = 0; i < 22000000; i++) {
        uint32_t r = bench_random(&state);
        struct account *from = &accounts[r & 63], *to = &accounts[r >> 6 & 63];
        if (i % 16 == 0) {
            name_of(name, (int)(r >> 12 & 63));
            to = lookup(name);
        }
        if (to && !same_person(&from->owner, &to->owner))
            transfer(from, to, (int64_t)(r >> 20) - 700);
        else
            book(from, (int64_t)(r >> 22));
    }
    for (int i = 0; i < 64; i++)
        sum = bench_add(sum, (uint64_t)accounts[i].balance + accounts[i].state);
    return bench_result(bench_add(sum, (uint64_t)refused * 1000 + (uint64_t)changes));
}
