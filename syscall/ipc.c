/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System V inter-process communication: the calls whose argument depends on a command. */
#define _GNU_SOURCE
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>

#include "syscall/engine.h"
#include "syscall/kernel.h"

/* The commands carry IPC_64 on some ABIs; the 64-bit kernel knows no other form. */
#define IPC_64 0x100
#define MAX_SEMAPHORES 65536u
#define MAX_MESSAGE (16u << 20)

union ipc_buffer {
    struct kernel_shmid_ds shm;
    struct kernel_semid_ds sem;
    struct kernel_msqid_ds msg;
    uint8_t info[256]; /* struct shminfo, seminfo, msginfo: the host's form */
};

/* Does cmd return the structure? The numbers of *_STAT and *_STAT_ANY overlap with other commands
 * of the other kinds. */
static bool stats(unsigned id, uint64_t cmd)
{
    if (cmd == IPC_STAT)
        return true;
    switch (id) {
    case SYS_ID_shmctl:
        return cmd == SHM_STAT || cmd == SHM_STAT_ANY;
    case SYS_ID_semctl:
        return cmd == SEM_STAT || cmd == SEM_STAT_ANY;
    default:
        return cmd == MSG_STAT || cmd == MSG_STAT_ANY;
    }
}

/* Commands with a structure of layout l at addr; index: of the guest's address in the call. */
static int64_t control(struct sys_frame *f, const struct sys_layout *l, uint64_t cmd, uint64_t addr,
                       unsigned index)
{
    union ipc_buffer buf;
    uint64_t host[4] = {f->arg[0], cmd, 0, 0};
    int64_t result;
    int r = 0;

    if (index == 3) {
        host[1] = f->arg[1];
        host[2] = cmd;
    }
    host[index] = (uintptr_t)&buf;
    if (cmd == IPC_SET)
        r = sys_get(f, l, &buf, addr);
    if (r < 0)
        return r;
    result = sys_host(f, sys_host_nr[f->id], host[0], host[1], host[2], host[3], 0, 0);
    if (result >= 0 && stats(f->id, cmd))
        r = sys_put(f, l, addr, &buf);
    return r < 0 ? r : result;
}

/* Commands that need no conversion, or that only the host's model has. */
static int64_t plain(struct sys_frame *f, uint64_t cmd, uint64_t v, unsigned index)
{
    if (index == 3)
        return sys_host(f, sys_host_nr[f->id], f->arg[0], f->arg[1], cmd, v, 0, 0);
    return sys_host(f, sys_host_nr[f->id], f->arg[0], cmd, v, 0, 0, 0);
}

static int64_t info(struct sys_frame *f, uint64_t cmd, uint64_t addr, unsigned index)
{
    if (f->model->word != 8 || f->model->big_endian)
        return -ENOSYS;
    return mem_range_ok(addr, sizeof(union ipc_buffer)) ? plain(f, cmd, addr, index) : -EFAULT;
}

int64_t sys_shmctl(struct sys_frame *f)
{
    uint64_t cmd = f->arg[1] & ~(uint64_t)IPC_64;

    if (stats(f->id, cmd) || cmd == IPC_SET)
        return control(f, &sys_layout_shmid_ds, cmd, f->arg[2], 2);
    if (cmd == IPC_INFO || cmd == SHM_INFO)
        return info(f, cmd, f->arg[2], 2);
    return plain(f, cmd, f->arg[2], 2);
}

int64_t sys_msgctl(struct sys_frame *f)
{
    uint64_t cmd = f->arg[1] & ~(uint64_t)IPC_64;

    if (stats(f->id, cmd) || cmd == IPC_SET)
        return control(f, &sys_layout_msqid_ds, cmd, f->arg[2], 2);
    if (cmd == IPC_INFO || cmd == MSG_INFO)
        return info(f, cmd, f->arg[2], 2);
    return plain(f, cmd, f->arg[2], 2);
}

/* GETALL and SETALL: as many 16-bit values as the set has semaphores. */
static int64_t all_values(struct sys_frame *f, uint64_t cmd)
{
    struct semid_ds ds;
    uint16_t *values;
    int64_t result;
    int r = 0;

    result = sys_raw(SYS_semctl, f->arg[0], 0, IPC_STAT, (uintptr_t)&ds, 0, 0);
    if (result < 0)
        return result;
    if (ds.sem_nsems > MAX_SEMAPHORES)
        return -EINVAL;
    values = sys_scratch(f, ds.sem_nsems * 2);
    if (!values)
        return -ENOMEM;
    for (unsigned i = 0; cmd == SETALL && i < ds.sem_nsems && r == 0; i++) {
        uint64_t v;

        r = sys_get_int(f, 2, f->arg[3] + 2 * i, &v);
        values[i] = (uint16_t)v;
    }
    if (r < 0)
        return r;
    result = sys_host(f, SYS_semctl, f->arg[0], 0, cmd, (uintptr_t)values, 0, 0);
    for (unsigned i = 0; cmd == GETALL && result >= 0 && i < ds.sem_nsems && r == 0; i++)
        r = sys_put_int(f, 2, f->arg[3] + 2 * i, values[i]);
    return r < 0 ? r : result;
}

int64_t sys_semctl(struct sys_frame *f)
{
    uint64_t cmd = f->arg[2] & ~(uint64_t)IPC_64;

    if (stats(f->id, cmd) || cmd == IPC_SET)
        return control(f, &sys_layout_semid_ds, cmd, f->arg[3], 3);
    if (cmd == IPC_INFO || cmd == SEM_INFO)
        return info(f, cmd, f->arg[3], 3);
    if (cmd == GETALL || cmd == SETALL)
        return all_values(f, cmd);
    return plain(f, cmd, f->arg[3], 3);
}

/* struct msgbuf: a word of type, then the text. */
int64_t sys_msgsnd(struct sys_frame *f)
{
    uint64_t len = f->arg[2], type;
    uint8_t *buf;
    int r;

    if (!mem_range_ok(f->arg[1], len))
        return -EFAULT;
    if (f->model->word == 8 && !f->model->big_endian)
        return sys_host(f, SYS_msgsnd, f->arg[0], f->arg[1], len, f->arg[3], 0, 0);
    if (len > MAX_MESSAGE)
        return -EINVAL;
    buf = sys_scratch(f, 8 + len);
    if (!buf)
        return -ENOMEM;
    r = sys_get_int(f, f->model->word, f->arg[1], &type);
    if (r == 0)
        r = mem_read(f->process, buf + 8, f->arg[1] + f->model->word, len);
    if (r < 0)
        return r;
    *(int64_t *)(void *)buf = f->model->word == 4 ? (int32_t)type : (int64_t)type;
    return sys_host(f, SYS_msgsnd, f->arg[0], (uintptr_t)buf, len, f->arg[3], 0, 0);
}

int64_t sys_msgrcv(struct sys_frame *f)
{
    uint64_t len = f->arg[2];
    uint8_t *buf;
    int64_t result;
    int r;

    if (!mem_range_ok(f->arg[1], len))
        return -EFAULT;
    if (f->model->word == 8 && !f->model->big_endian)
        return sys_host(f, SYS_msgrcv, f->arg[0], f->arg[1], len, f->arg[3], f->arg[4], 0);
    if (len > MAX_MESSAGE)
        len = MAX_MESSAGE;
    buf = sys_scratch(f, 8 + len);
    if (!buf)
        return -ENOMEM;
    result = sys_host(f, SYS_msgrcv, f->arg[0], (uintptr_t)buf, len, f->arg[3], f->arg[4], 0);
    if (result < 0)
        return result;
    r = sys_put_int(f, f->model->word, f->arg[1], *(uint64_t *)(void *)buf);
    if (r == 0)
        r = mem_write(f->process, f->arg[1] + f->model->word, buf + 8, (size_t)result);
    return r < 0 ? r : result;
}
