# SPDX-License-Identifier: GPL-2.0-or-later
import asyncio, concurrent.futures, ctypes, gc, hashlib, multiprocessing, queue, subprocess
import threading


def work(n):
    return sum(i * i % 7 for i in range(n))


async def later(x):
    await asyncio.sleep(0.01)
    return x * 2


async def gather():
    return await asyncio.gather(*(later(i) for i in range(20)))

if __name__ == "__main__":
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        print(sum(pool.map(work, [20000] * 12)))
    with multiprocessing.Pool(3) as pool:
        print(pool.map(work, [1000, 2000, 3000]))
    print(asyncio.run(gather()))
    print(subprocess.run(["sh", "-c", "echo child; exit 3"], capture_output=True))
    libc = ctypes.CDLL(None)
    pointer = ctypes.POINTER(ctypes.c_int)
    compare = ctypes.CFUNCTYPE(ctypes.c_int, pointer, pointer)
    numbers = (ctypes.c_int * 6)(5, 2, 9, 1, 7, 3)
    libc.qsort(numbers, 6, 4, compare(lambda a, b: a[0] - b[0]))
    print(list(numbers), libc.abs(-5), hashlib.sha256(b"x").hexdigest())
    # Many callbacks: each is code that ctypes makes; called by C, from threads, too.
    add = [ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(lambda x, i=i: x + i) for i in range(500)]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        print(sum(pool.map(lambda f: f(10), add)))
    del add
    print(sum(ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(lambda x: x / 2)(i)
              for i in range(1000)))

    class Point(ctypes.Structure):
        _fields_ = [("x", ctypes.c_double), ("n", ctypes.c_short), ("y", ctypes.c_float)]
    by_value = ctypes.CFUNCTYPE(ctypes.c_double, Point)(lambda p: p.x + p.n + p.y)
    print(by_value(Point(1.5, -2, 0.25)))
    libc.snprintf.restype = ctypes.c_int
    text = ctypes.create_string_buffer(64)
    libc.snprintf(text, ctypes.c_size_t(64), b"%d %s", ctypes.c_int(7), b"seven")
    print(text.value)
    cycles = []
    for i in range(20000):
        a = [i]
        a.append(a)
        if i % 100 == 0:
            cycles.append(a)
    gc.collect()
    print(len(cycles), len(gc.garbage))
    q = queue.Queue()
    threads = [threading.Thread(target=lambda i=i: q.put(work(5000 + i))) for i in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    print(sorted(q.get() for _ in threads))
