/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "linux-user/invocation.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>

#include "binfmt/binfmt.h"
#include "translate/guest/guest.h"

#ifndef DRAGOMAN_VERSION
    #define DRAGOMAN_VERSION "0.1.0"
#endif
/* The release of QEMU's user mode whose command line this is. */
#define QEMU_VERSION "11.1.3"

#define FLAG_PRESERVE_ARGV0 1 /* linux/binfmts.h, AT_FLAGS_PRESERVE_ARGV0: Linux 5.12 */

struct invocation_auxv invocation_auxv(void)
{
    struct invocation_auxv a = {.flags = getauxval(AT_FLAGS), .secure = getauxval(AT_SECURE)};
    a.execfn = (const char *)getauxval(AT_EXECFN);
    errno = 0;
    a.exec_fd = (int)getauxval(AT_EXECFD);
    if (errno) {
        a.exec_fd = -1;
    }
    return a;
}

/* The guest that a name of this many characters means. */
static const struct guest *guest_named(const char *name, size_t len)
{
    char text[32];
    if (len >= sizeof(text)) {
        return NULL;
    }
    memcpy(text, name, len);
    text[len] = '\0';
    return binfmt_guest(text);
}

static bool ends_with(const char *s, size_t len, const char *end)
{
    size_t n = strlen(end);
    return len >= n && memcmp(s + len - n, end, n) == 0;
}

static bool skip(const char **s, const char *start)
{
    size_t n = strlen(start);
    bool found = strncmp(*s, start, n) == 0;
    *s += found ? n : 0;
    return found;
}

/* [buildkit-]qemu-<arch>[-static], and Debian's <arch>-binfmt-P. */
static void read_name(struct invocation *inv, const char *argv0)
{
    const char *slash = strrchr(argv0, '/'), *name = slash ? slash + 1 : argv0;
    if (strcmp(name, ".buildkit_qemu_emulator") == 0) {
        inv->style = STYLE_BUILDKIT;
        return;
    }
    bool buildkit = skip(&name, "buildkit-"), qemu = skip(&name, "qemu-");
    size_t len = strlen(name);
    if (ends_with(name, len, "-binfmt-P")) {
        len -= strlen("-binfmt-P");
        inv->preserve_argv0 = qemu = true;
    } else if (ends_with(name, len, "-static")) {
        len -= strlen("-static");
    }
    const struct guest *g = qemu ? guest_named(name, len) : NULL;
    if (g) {
        inv->guest = g;
        inv->style = buildkit ? STYLE_BUILDKIT : STYLE_QEMU;
    } else {
        inv->preserve_argv0 = false;
    }
}

void invocation_read(struct invocation *inv, int argc, char **argv,
                     const struct invocation_auxv *auxv)
{
    char *argv0 = argc > 0 ? argv[0] : (char *)"dragoman";
    *inv = (struct invocation){.exec_fd = auxv->exec_fd, .secure = auxv->secure};
    read_name(inv, argv0);
    inv->self_name = argv0;
    if (inv->preserve_argv0) {
        /* Only binfmt_misc starts a program of that name. */
        snprintf(inv->plain_name, sizeof(inv->plain_name), "qemu-%s", inv->guest->name);
        inv->self_name = inv->plain_name;
    }
    inv->variables = inv->style == STYLE_DRAGOMAN ? "DRAGOMAN_" : "QEMU_";
    inv->preserve_argv0 |= auxv->flags & FLAG_PRESERVE_ARGV0;
    /* The kernel leaves the name that was executed in AT_EXECFN; that of dragoman is in argv[0]. */
    inv->by_binfmt = argc > 1 && (inv->exec_fd >= 0 || inv->preserve_argv0 ||
                                  (auxv->execfn && strcmp(auxv->execfn, argv[1]) == 0));
    inv->preserve_argv0 &= argc > 2;
}

void invocation_version(const struct invocation *inv, char *buf, unsigned long size)
{
    if (inv->guest) {
        snprintf(buf, size,
                 "qemu-%s version " QEMU_VERSION
                 " (its command line; this is Dragoman " DRAGOMAN_VERSION ", not QEMU)",
                 inv->guest->name);
    } else {
        snprintf(buf, size, "dragoman version " DRAGOMAN_VERSION);
    }
}
