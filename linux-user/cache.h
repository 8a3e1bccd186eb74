/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The directory of translations (-cache) and its files. */
#ifndef DRAGOMAN_LINUX_USER_CACHE_H
#define DRAGOMAN_LINUX_USER_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "linux-user/options.h"

/* Makes the directory of o, if it is not there and its parent is. What tr_config.cache_build is to
 * be: 0 without a directory, or with a log of code, which wants all code to be made. */
uint64_t cache_begin(const struct options *o);

/* process_ops. A directory or file that is not the effective user's, or that others may write,
 * counts as not there. */
const void *cache_load(uint64_t key, size_t *size);
int cache_create(uint64_t key);
int cache_write(int fd, const void *data, size_t size, uint64_t offset);
int cache_finish(int fd, uint64_t key, bool drop);

#endif
