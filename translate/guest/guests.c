/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of all guests. */
#include "translate/guest/guest.h"

const struct guest *const guests[] = {
    &guest_aarch64,
    NULL,
};
