/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/fuzz/second.h"

#include <string.h>

#include "tests/fuzz/peer.h"

static struct peer peer;

bool second_start(const char *command)
{
    return peer_start(&peer, command, sizeof(struct fuzz_exchange));
}

void second_stop(void)
{
    peer_stop(&peer);
}

bool second_run(const struct fuzz_case *c, const uint32_t *words)
{
    struct fuzz_exchange *x = peer.exchange;

    x->start = c->start;
    x->n_words = c->n;
    x->n_states = c->n_states;
    memcpy(x->words, words, c->n * 4);
    memcpy(x->before, c->before, c->n_states * sizeof(c->before[0]));
    memcpy(x->data, c->data, sizeof(c->data));
    return peer_turn(&peer);
}

const struct fuzz_exchange *second_result(void)
{
    return peer.exchange;
}
