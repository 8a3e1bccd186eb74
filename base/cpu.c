/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/cpu.h"

__thread struct cpu *current;
