/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guests that are linked in. */
#include "linux-user/abi.h"

const struct guest *const guests[] = {&guest_aarch64, NULL};
const struct user_abi *const user_abis[] = {&user_abi_aarch64, NULL};
