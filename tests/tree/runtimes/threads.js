const {Worker, isMainThread, parentPort, workerData} = require('worker_threads');

function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

if (isMainThread) {
  let finished = 0, sum = 0;
  for (let i = 0; i < 4; i++) {
    const worker = new Worker(__filename, {workerData: i});
    worker.on('message', part => {
      sum += part;
      if (++finished === 4) console.log('sum', sum);
    });
  }
  const o = {};
  for (let i = 0; i < 200000; i++) o['k' + i % 1000] = i;
  console.log(fib(27), Object.keys(o).length, JSON.stringify([1, 2.5, 'x']));
  console.log(/a(b+)c/.exec('xabbbc')[1], Math.sin(1), 2n ** 100n);
  console.log(require('crypto').createHash('sha256').update('hello').digest('hex'));
} else {
  let s = 0;
  for (let i = 0; i < 3e6; i++) s = (s * 31 + i * workerData) % 1000003;
  parentPort.postMessage(s);
}
