const {Worker, isMainThread, parentPort, workerData} = require('worker_threads');

function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

// Optimised for integers, then called with other types: code is dropped and made again.
function add(a, b) { return a + b; }

function retyped() {
  let n = 0;
  for (let round = 0; round < 8; round++) {
    for (let i = 0; i < 20000; i++) n = add(n, i) | 0;
    n = add(n, 0.5) + add('x' + round, round).length | 0;
    eval(`(function (o) { return o.p${round}; })`)({['p' + round]: 1});
  }
  return n;
}

// (func (param i32) (result i32) (local i32) the sum of 1 ... n by a loop)
const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0,
  7, 7, 1, 3, 115, 117, 109, 0, 0, 10, 28, 1, 26, 1, 1, 127, 3, 64, 32, 0, 32, 1, 106, 33, 1, 32,
  0, 65, 1, 107, 34, 0, 13, 0, 11, 32, 1, 15, 11]);

function garbage() {
  let keep = [], n = 0;
  for (let i = 0; i < 120000; i++) {
    keep[i % 5000] = {i, text: 'k' + i, list: [i, i + 1]};
    if (i % 40000 === 0) keep = keep.slice(0, 1000);
  }
  for (const o of keep) if (o) n += o.list[1] % 10;
  return n;
}

if (isMainThread) {
  let finished = 0, sum = 0;
  const shared = new SharedArrayBuffer(16), counter = new Int32Array(shared);
  for (let i = 0; i < 4; i++) {
    const worker = new Worker(__filename, {workerData: {i, shared}});
    worker.on('message', part => {
      sum += part;
      if (++finished === 4) console.log('sum', sum, counter[0]);
    });
  }
  const o = {};
  for (let i = 0; i < 200000; i++) o['k' + i % 1000] = i;
  console.log(fib(27), Object.keys(o).length, JSON.stringify([1, 2.5, 'x']));
  console.log(/a(b+)c/.exec('xabbbc')[1], Math.sin(1), 2n ** 100n);
  console.log(require('crypto').createHash('sha256').update('hello').digest('hex'));
  console.log(retyped(), garbage());
  const module = new WebAssembly.Module(wasm);
  console.log(new WebAssembly.Instance(module).exports.sum(1000000));
} else {
  const counter = new Int32Array(workerData.shared);
  let s = 0;
  for (let i = 0; i < 3e6; i++) s = (s * 31 + i * workerData.i) % 1000003;
  for (let i = 0; i < 20000; i++) Atomics.add(counter, 0, 1);
  parentPort.postMessage(s + retyped() + garbage());
}
