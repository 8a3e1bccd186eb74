/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The second opinion: driver.c run by another emulator, another machine, or dragoman itself. */
#ifndef DRAGOMAN_TESTS_FUZZ_SECOND_H
#define DRAGOMAN_TESTS_FUZZ_SECOND_H

#include <stdbool.h>

#include "tests/fuzz/case.h"

/* Starts command (split at blanks) with the exchange file. False: it cannot. */
bool second_start(const char *command);
void second_stop(void);
/* Runs c; the result is in the exchange. False: it is gone. */
bool second_run(const struct fuzz_case *c, const uint32_t *words);
const struct fuzz_exchange *second_result(void);

#endif
