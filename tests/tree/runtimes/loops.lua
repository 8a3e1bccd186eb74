local ffi = require('ffi')
local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
print(fib(27), (jit.status()))
local t = {}
for i = 1, 1e6 do t[i % 1000] = (t[i % 1000] or 0) + i end
local s = 0
for i = 1, 1e7 do s = s + i % 7 * 0.5 end
print(t[7], s, string.rep('ab', 3), ('x'):byte())

-- C data, C functions, and callbacks that C calls.
ffi.cdef [[
typedef struct { double x; int n; } point;
int abs(int);
void qsort(void *, size_t, size_t, int (*)(const int *, const int *));
]]
local points = ffi.new('point[?]', 1000)
for round = 1, 200 do
  for i = 0, 999 do points[i].x = points[i].x + i; points[i].n = ffi.C.abs(-i - round) end
end
print(points[999].x, points[10].n)
local numbers = ffi.new('int[6]', {5, 2, 9, 1, 7, 3})
local compare = ffi.cast('int (*)(const int *, const int *)', function(a, b) return a[0] - b[0] end)
ffi.C.qsort(numbers, 6, 4, compare)
compare:free()
print(numbers[0], numbers[3], numbers[5])

-- Traces that are made, left and thrown away, with garbage collected between.
local sum = 0
for round = 1, 40 do
  local f = loadstring('local s, d = 0, ... for i = 1, 3000 do s = s + i % ' .. round ..
                       ' + d end return s')
  sum = sum + f(1) + f(0.5)
  local list = {}
  for i = 1, 2000 do list[i] = {i, tostring(i)} end
  if round % 10 == 0 then jit.flush() collectgarbage() end
end
print(sum)

-- Coroutines and errors out of traces.
local function yields(n)
  return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end)
end
local total, failed = 0, 0
for i = 1, 300 do
  for v in yields(20) do total = total + v end
  if not pcall(function() for j = 1, 200 do if j == 150 then error({}) end end end) then
    failed = failed + 1
  end
end
print(total, failed)
