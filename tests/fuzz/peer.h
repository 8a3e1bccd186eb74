/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A program that does a test's work elsewhere: by another emulator, on another machine, or by
 * dragoman itself. Both map one file, and say by a byte that it is the other's turn.
 */
#ifndef DRAGOMAN_TESTS_FUZZ_PEER_H
#define DRAGOMAN_TESTS_FUZZ_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct peer {
    void *exchange;
    size_t size;
    int to, from;
    pid_t child;
};

/* Starts command (split at blanks) with the exchange, size bytes of zeroes, as descriptor 3,
 * commands on 0, answers on 1. False: it cannot. */
bool peer_start(struct peer *p, const char *command, size_t size);
/* Ends it; p may be started again. */
void peer_stop(struct peer *p);
/* Lets it work on the exchange until it is done. False: it is gone. */
bool peer_turn(struct peer *p);

#endif
