// SPDX-License-Identifier: GPL-2.0-or-later
// Objects, strings, maps, typed arrays, closures, exceptions and numbers, long enough that every
// compiler of the engine takes part.
'use strict';

class Random {
    constructor(seed) { this.state = seed >>> 0; }
    next() {
        let x = this.state;
        x ^= x << 13; x ^= x >>> 17; x ^= x << 5;
        return this.state = x >>> 0;
    }
    below(n) { return this.next() % n; }
}

class Vector {
    constructor(x, y, z) { this.x = x; this.y = y; this.z = z; }
    plus(o) { return new Vector(this.x + o.x, this.y + o.y, this.z + o.z); }
    times(k) { return new Vector(this.x * k, this.y * k, this.z * k); }
    dot(o) { return this.x * o.x + this.y * o.y + this.z * o.z; }
    unit() { return this.times(1 / Math.sqrt(this.dot(this))); }
}

function render(size) {
    const spheres = [];
    for (let i = 0; i < 12; i++)
        spheres.push({ at: new Vector(i % 4 - 1.5, (i / 4 | 0) - 1, 4 + i % 3), square: 0.16 });
    let light = 0, hits = 0;
    for (let j = 0; j < size; j++) {
        for (let i = 0; i < size; i++) {
            const ray = new Vector(2 * i / size - 1, 2 * j / size - 1, 1).unit();
            let near = Infinity, which = null;
            for (const s of spheres) {
                const b = ray.dot(s.at), d = b * b - s.at.dot(s.at) + s.square;
                if (d > 0 && b - Math.sqrt(d) < near) {
                    near = b - Math.sqrt(d);
                    which = s;
                }
            }
            if (which) {
                hits++;
                const normal = ray.times(near).plus(which.at.times(-1)).unit();
                light += Math.max(0, -normal.dot(ray));
            }
        }
    }
    return [hits, light.toFixed(6)];
}

function words(count) {
    const random = new Random(7), seen = new Map(), parts = [];
    for (let i = 0; i < count; i++) {
        let w = '';
        for (let k = 2 + random.below(3); k > 0; k--)
            w += 'bcdfglmnprst'[random.below(12)] + 'aeiou'[random.below(5)];
        seen.set(w, (seen.get(w) || 0) + 1);
        if (i % 16 === 0)
            parts.push(w);
    }
    const text = parts.join(' ').replace(/([bcd])([aeiou])/g, '$2$1');
    const top = [...seen].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 3);
    return [seen.size, text.length, text.split(/[aeiou]{2}/).length, JSON.stringify(top)];
}

function life(size, steps) {
    let a = new Uint8Array(size * size), b = new Uint8Array(size * size);
    const random = new Random(99);
    for (let i = 0; i < a.length; i++)
        a[i] = random.next() & 1;
    for (; steps > 0; steps--) {
        for (let y = 1; y < size - 1; y++)
            for (let x = 1; x < size - 1; x++) {
                const p = y * size + x;
                const n = a[p - size - 1] + a[p - size] + a[p - size + 1] + a[p - 1] + a[p + 1]
                    + a[p + size - 1] + a[p + size] + a[p + size + 1];
                b[p] = n === 3 || (n === 2 && a[p]) ? 1 : 0;
            }
        [a, b] = [b, a];
    }
    return a.reduce((s, v) => s + v, 0);
}

function spectral(n) {
    const u = new Float64Array(n).fill(1), v = new Float64Array(n), w = new Float64Array(n);
    const at = (i, j) => 1 / ((i + j) * (i + j + 1) / 2 + i + 1);
    const go = (from, to, f) => {
        for (let i = 0; i < n; i++) {
            let s = 0;
            for (let j = 0; j < n; j++)
                s += f(i, j) * from[j];
            to[i] = s;
        }
    };
    for (let k = 0; k < 10; k++) {
        go(u, w, at); go(w, v, (i, j) => at(j, i));
        go(v, w, at); go(w, u, (i, j) => at(j, i));
    }
    let uv = 0, vv = 0;
    for (let i = 0; i < n; i++) { uv += u[i] * v[i]; vv += v[i] * v[i]; }
    return Math.sqrt(uv / vv).toFixed(9);
}

function machine(steps) {
    const code = [], random = new Random(3), stack = [1, 2, 3];
    for (let i = 0; i < 500; i++)
        code.push(random.below(7));
    let thrown = 0;
    for (let i = 0; i < steps; i++) {
        try {
            const a = stack.pop();
            switch (code[i % 500]) {
            case 0: stack.push(a, i & 255); break;
            case 1: stack.push((a + 7) | 0); break;
            case 2: stack.push((a * 31) | 0, 2); break;
            case 3: stack.push((a ^ (stack.pop() | 0)) | 0); break;
            case 4: if (stack.length < 3) throw new RangeError('empty'); break;
            case 5: stack.push(a, a); break;
            default: stack.push((a >>> 3) + 1);
            }
        } catch (e) {
            thrown++;
            stack.push(thrown, 1, 2, 3, 4);
        }
    }
    return [thrown, stack.length, stack[stack.length - 1]];
}

function big(n) {
    let a = 1n, sum = 0n;
    for (let i = 1n; i <= BigInt(n); i++) {
        a *= i;
        sum ^= a >> (i * 5n);
    }
    return (sum % 1000000007n).toString();
}

console.log(render(1300));
console.log(words(2000000));
console.log(life(700, 250));
console.log(spectral(1400));
console.log(machine(16000000));
console.log(big(4500));
